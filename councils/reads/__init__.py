"""What the pages about councils show, as typed rows."""
