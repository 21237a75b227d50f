"""What is done on the spine. Each action is one transaction, takes who does it, and leaves a line in the journal."""
