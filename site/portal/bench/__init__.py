"""Measuring: what our pages cost against a floor measured in the same run, so that machines may be noisy."""
