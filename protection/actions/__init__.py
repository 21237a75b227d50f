"""What is done to helplines and services. Each action is one transaction and leaves a line in the journal."""
