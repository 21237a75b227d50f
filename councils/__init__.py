"""Councils: what only a children's council has: its level, its seats. Builds on participation; never imports clubs."""
