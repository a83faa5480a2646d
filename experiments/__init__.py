"""What a bet is, and how it is judged: pure values and functions, no clock, no file, no screen."""
