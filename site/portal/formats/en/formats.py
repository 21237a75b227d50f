"""English formats as used in Cambodia: day before month, the same as in Khmer."""

from portal.formats.km.formats import *  # noqa: F403 — the same, whatever is added there
