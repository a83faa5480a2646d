"""Widgets of the terminal UI, one per file; each shows values it is handed and knows no store."""
