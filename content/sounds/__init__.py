"""Recordings made anew from their sound alone: names, places, pictures and whatever else a file carries stay behind.

Nothing here trusts the name of a file or what a browser says of it. Opus is read out of Ogg or WebM and written as Ogg,
MP3 is written from its frames, and in M4A whatever is no sound is blanked.
"""
