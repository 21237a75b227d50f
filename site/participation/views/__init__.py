"""Views of the register: load, check, one action, redirect."""
