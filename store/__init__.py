"""Where bets are kept: one file, or one database for a team."""
