"""Remarks on the texts of a page while it is written. They warn, never stop, and never ask who is registered."""
