"""Tags of the shared components."""
