"""The commands, a module per noun or verb; a module is imported only when its command runs."""
