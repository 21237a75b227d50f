"""Pages about what only a council has."""
