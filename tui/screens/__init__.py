"""Screens of the terminal UI, one per file with its style sheet beside it, imported when they are first opened."""
