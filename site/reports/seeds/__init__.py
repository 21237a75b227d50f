"""What a new portal begins with."""
