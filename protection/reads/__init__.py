"""What the pages about services show, as typed rows."""
