"""Protection: where help is found, the helplines and the public help page. Builds on participation; holds no case."""
