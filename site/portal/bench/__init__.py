"""Measuring: processor time and queries of our pages against a floor measured in the same run, so that machines may be noisy."""
