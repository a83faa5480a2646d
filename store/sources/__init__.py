"""Measurements out of files, as sufficient statistics: rows stay where they are, a handful of sums comes back."""
