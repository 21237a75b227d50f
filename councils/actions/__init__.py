"""What is done to what only a council has. Each action is one transaction and leaves a line in the journal."""
