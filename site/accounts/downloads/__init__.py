"""Lists as files that a spreadsheet opens and never runs, for the lists of every package."""
