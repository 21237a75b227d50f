"""Forms about what only a club has."""
