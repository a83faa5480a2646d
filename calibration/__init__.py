"""How often the judge is wrong, estimator by estimator: simulation and enumeration behind docs/calibration.md.

``python -m calibration`` (``make calibration``) works out every table anew and writes the page.
"""
