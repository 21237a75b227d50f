"""The parts of the Khmer script, by what they do in a cluster. Code points only; no behaviour."""

BASES = "\u1780-\u17a2\u17a5-\u17b3"
"""Consonants and independent vowels: what a cluster stands on (a pattern for a character class)."""

COENG = "\u17d2"
"""Writes the next consonant below the line."""

COENG_RO = "\u17d2\u179a"
COENG_DA = "\u17d2\u178a"
COENG_TA = "\u17d2\u178f"
ROBAT = "\u17cc"
SHIFTERS = "\u17c9\u17ca"
VOWELS_ABOVE = "\u17b7-\u17ba"
VOWELS_BELOW = "\u17bb-\u17bd"
VOWELS_BESIDE = "\u17b6\u17be-\u17c5"
SIGNS_ABOVE = "\u17c6\u17cb\u17cd-\u17d1\u17d3\u17dd"
SIGNS_AFTER = "\u17c7\u17c8"
MARKS = "\u17b6-\u17d1\u17d3\u17dd"
"""Every dependent vowel and sign."""

JOINERS = "\u200c\u200d"
"""Zero-width non-joiner and joiner: they choose a shape inside a cluster."""

ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
KHMER_DIGITS = "០១២៣៤៥៦៧៨៩"

UNIT_WORDS = ("រាជធានី", "ខេត្ត", "ស្រុក", "ក្រុង", "ខណ្ឌ", "ឃុំ", "សង្កាត់", "ភូមិ")
"""Words that stand before a place's name and are no part of it."""
