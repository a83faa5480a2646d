"""How people use it: the terminal application and the command line, two faces of the same verbs."""
