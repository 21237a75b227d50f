"""What pages and files show of figures, as typed rows."""
