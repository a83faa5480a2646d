"""What leadership reads: one decision or a whole portfolio, as a value, and one renderer per format."""
