"""Forms of targets."""
