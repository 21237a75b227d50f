"""Every verb that the code writes to the journal has words, and no words are left over."""

import re

from django.conf import settings

from accounts.verbs import WORDS, words_of

CALL = re.compile(r"journal\.(?:note|note_all|seen|security|entry)\((.*?)(?:about=|\n    \))", re.S)
VERB = re.compile(r'"([a-z_]+\.[a-z_]+)"')
HANDED_ON = re.compile(r'\b(?:_turn|add_row|change_row)\(.*?"([a-z_]+\.[a-z_]+)"')
FOLDERS = ("site", "clubs", "councils", "protection", "content")


def verbs_in(text):
    """The verbs of the calls in a module, and those handed on to a call by a function of the module."""
    found = {verb for call in CALL.findall(text) for verb in VERB.findall(call)}
    return found | set(HANDED_ON.findall(text))


def test_a_planted_verb_is_found():
    assert verbs_in('journal.note("planted.verb", about=x, by=y)') == {"planted.verb"}
    assert verbs_in('journal.note("a.b" if late else "c.d", about=x)') == {"a.b", "c.d"}


def test_verbs_and_words_are_the_same():
    modules = [path for folder in FOLDERS for path in (settings.BASE_DIR / folder).rglob("*.py")]
    written = set().union(*(verbs_in(path.read_text(encoding="utf-8")) for path in modules))
    assert sorted(written - set(WORDS)) == []
    texts = "".join(path.read_text(encoding="utf-8") for path in modules if path.name != "verbs.py")
    assert [verb for verb in WORDS if f'"{verb}"' not in texts] == []


def test_verb_that_left_the_code_stands_as_written():
    assert words_of("gone.away") == "gone.away"
