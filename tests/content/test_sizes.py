"""Sizes of files in words, the same on every page."""

import pytest
from django.utils.translation import override

from content.templatetags.sizes import told_size


@pytest.mark.parametrize(
    ("number", "english", "khmer"),
    [
        (0, "0 kB", "0 គីឡូបៃ"),
        (1, "1 kB", "1 គីឡូបៃ"),
        (3000, "3 kB", "3 គីឡូបៃ"),
        (999_499, "1000 kB", "1000 គីឡូបៃ"),
        (999_500, "1.0 MB", "1.0 មេកាបៃ"),
        (1_440_000, "1.4 MB", "1.4 មេកាបៃ"),
    ],
)
def test_a_size_is_told_in_the_language_of_the_page(number, english, khmer):
    with override("en"):
        assert told_size(number) == english
    with override("km"):
        assert told_size(number) == khmer
