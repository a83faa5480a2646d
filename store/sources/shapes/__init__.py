"""Rows that are no units: each shape becomes a question that answers with one row per unit, and stands after FROM.

What is measured, checked and added up is then the same for all of them, in every engine. Totals alone are read by
themselves: a row of them is a sufficient statistic already.
"""
