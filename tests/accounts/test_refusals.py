"""What a refusal shows is a sentence, never the name of a field."""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from accounts.refusals import Refusal

ROOT = Path(__file__).resolve().parents[2]


def raised_with_a_word(code: str) -> Iterator[tuple[str, str]]:
    """The names of what is raised with one word in place of a sentence."""
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Raise(exc=ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(word)), *_])):
                if word.isidentifier():
                    yield name, word


def modules() -> list[str]:
    folders = [ROOT / name for name in ("clubs", "content", "councils", "protection", "site")]
    paths = [path for folder in folders for path in folder.rglob("*.py") if "raise " in path.read_text("utf-8")]
    return [str(path) for path in sorted(paths) if "migrations" not in path.parts]


def test_the_search_finds_a_field_in_place_of_a_sentence():
    assert list(raised_with_a_word('raise TooShort("reason")')) == [("TooShort", "reason")]
    assert list(raised_with_a_word('raise TooShort(_("Say why."))')) == []


def test_no_refusal_shows_the_name_of_its_field():
    found = []
    for path in modules():
        for name, word in raised_with_a_word(Path(path).read_text("utf-8")):
            relative = Path(path).relative_to(ROOT).with_suffix("")
            parts = relative.parts[1:] if relative.parts[0] == "site" else relative.parts
            raised = getattr(importlib.import_module(".".join(parts)), name)
            if issubclass(raised, Refusal) and raised.__init__ is Refusal.__init__:
                found.append((str(relative), name, word))
    assert found == []


def test_a_refusal_without_words_of_its_own_still_says_something():
    with pytest.raises(Refusal) as found:
        raise Refusal
    assert found.value.messages == [str(Refusal.message)]
