"""What pages show of what only a club has, as typed rows."""
