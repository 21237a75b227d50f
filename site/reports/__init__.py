"""Reports: the programme's indicators, counts that are kept of them, and figures that are suppressed for others."""
