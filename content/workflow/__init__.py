"""The way of a page to the readers: author, Khmer editor, safeguarding. Nothing goes live beside it."""
