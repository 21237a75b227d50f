"""Clubs: what only a children's club has. Builds on participation; never imports councils."""
