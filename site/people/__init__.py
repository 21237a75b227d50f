"""People: everything personal: persons, their names, ages and what is kept about them. Builds on accounts."""
