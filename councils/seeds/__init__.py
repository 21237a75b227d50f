"""The lists that a new portal starts with. An administrator may change them later; what is there stays."""
