"""The public pages of help, and the desk of helplines and services."""
