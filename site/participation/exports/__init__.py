"""Lists as files, inside the reader's scope: what a list shows, in a form that a spreadsheet opens and never runs."""
