"""What looks like a full name, and what does not."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from content.checks import names
from content.checks.names import full_names

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("សុខ ដារា និយាយនៅក្លឹប។", ["សុខ ដារា"]),
        ("នាងឈ្មោះ ចាន់ សុភា ហើយរស់នៅភូមិ។", ["ចាន់ សុភា"]),
        ("កុមារីឈ្មោះសុខ ដារា បាននិយាយ", ["កុមារីឈ្មោះសុខ ដារា"]),
        ("I met Sok Dara at school.", ["Sok Dara"]),
        ("Chan Sophea asked for water.", ["Chan Sophea"]),
        ("The girl Chan Sok Dara spoke", ["Chan Sok Dara"]),
        ("Sok Dara met Sok Dara and Lim Bopha.", ["Sok Dara", "Lim Bopha"]),
        ("Ask Sok Dara about it.", ["Sok Dara"]),
    ],
)
def test_names_are_found(text, expected):
    assert full_names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "ប្អូនមានសុខភាពល្អ និងមានសុវត្ថិភាព។",
        "ប្អូនរស់នៅដោយសុខ និងសប្បាយ។",
        "The United Nations and the Ministry of Women wrote it.",
        "You live in Phnom Penh or in Kampong Cham.",
        "Your Rights. All Children.",
        "children meet and speak",
        "Sok",
        "",
    ],
)
def test_words_are_not(text):
    assert full_names(text) == []


def told(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from told(each)
    elif isinstance(value, list):
        for each in value:
            yield from told(each)


def test_no_text_that_is_shipped_is_taken_for_a_name():
    files = [path for path in (Path(settings.BASE_DIR) / "content").rglob("*.toml") if path != names.LISTS]
    assert len(files) > 60
    found = {
        name for path in files for text in told(tomllib.loads(path.read_text("utf-8"))) for name in full_names(text)
    }
    assert found == set()


def test_it_asks_nobody(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        full_names("សុខ ដារា និង Sok Dara")
    source = Path(names.__file__).read_text("utf-8")
    assert [word for word in ("people", "participation", "objects", "django") if word in source] == []
