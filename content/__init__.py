"""Content: the public pages in Khmer and English, and the pictures on them. Never touches a personal record."""
