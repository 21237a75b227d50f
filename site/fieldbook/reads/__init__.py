"""What phones are shown, typed, in a number of queries that does not grow with groups and members."""
