"""What pages of accounts show, as typed rows."""
