"""The desk of targets."""
