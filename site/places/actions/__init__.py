"""What changes the areas: loading a list."""
