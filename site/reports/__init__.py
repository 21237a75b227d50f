"""Reports: figures for everybody, counted from the register and suppressed before they are kept. Shows no page."""
