"""Recordings made anew from their sound alone: names, places, pictures and whatever else a file carries stay behind.

Nothing here trusts the name of a file or what a browser says of it. Opus is read out of Ogg or WebM and written as Ogg,
MP3 is written from its frames and M4A from its samples. Each kind is cut at two marks without being encoded again, and
what lies outside the marks is not in the new file, but for the blink of an eye from which a decoder finds its way.
"""
