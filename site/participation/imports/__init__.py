"""Spreadsheets into the register: reading a file, checking its rows, applying them, and taking it all back."""
