"""Group-sequential mathematics: spending functions, boundaries, and what may be said after stopping.

Everything is one-sided and on the scale of a standardised statistic Z whose information grows from look to look; a
fraction of 1 is the planned information. Source throughout: Jennison & Turnbull, Group Sequential Methods (2000).
"""
