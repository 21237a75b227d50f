"""Reading published lists of areas: from the package or a CSV file, into rows and defects. Writes nothing."""
