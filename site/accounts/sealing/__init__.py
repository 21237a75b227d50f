"""The seal of the journal: what a line is to the byte, the chain of batches, and finding what does not fit it."""
