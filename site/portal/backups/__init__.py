"""Backup and restore: database and files in one sealed archive, and the proof that what comes back is what was there.

``columns`` and ``rows``: rows as lines that are the same on both databases. ``tape``: the archive inside, a tar.
``sealing``: the envelope around it, an age file. ``making``, ``restoring``, ``rehearsing``: what the commands do.
"""
