"""What a new portal starts with. People may change it later; what is there stays."""
