"""Protection: where help is found: services, helplines, the public pages of help. On participation; holds no case."""
