"""Remarks on the texts of a page while somebody writes it. They warn and never stop, and never ask who is registered."""
