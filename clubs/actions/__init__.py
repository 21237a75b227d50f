"""What is done to what only a club has. Each action is one transaction and leaves a line in the journal."""
