"""Keeping the counts: steps are folded in as they come, and all can be made anew from the register and compared."""
