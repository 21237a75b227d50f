"""Protection: where help is found: helplines and the public help page. Builds on participation; holds no case of any child."""
