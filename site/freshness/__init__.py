"""What a process keeps in its memory, and how it learns that somebody changed what it was made from.

``marks``: a small file that every process of this machine looks into without a call to anybody. ``shared``: the same
for several machines, through the cache that they share. ``noting``: which marks an answer rests on, read off the
statements that made it. ``kept``: a value made anew when its marks changed.
"""
