"""Pages about what only a club has."""
