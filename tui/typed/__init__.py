"""Results typed by a person: pure, shared by the record screen and the command line."""
