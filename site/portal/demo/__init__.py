"""Demo data at true scale: invented people in real villages, the same on every machine for the same day."""
