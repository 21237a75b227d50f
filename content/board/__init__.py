"""The translation board: pages and languages, what is missing, what is out of step, and both texts side by side."""
