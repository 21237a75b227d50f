"""Names as they are kept."""

import pytest

from people.codes import ALPHABET, new_person_code
from people.names import search_key, sorting_key, tidy

pytestmark = pytest.mark.once


def test_tidy_puts_a_name_on_one_line():
    assert tidy(" សុខ \n  សុភា ") == "សុខ សុភា"


def test_search_key_keeps_names_apart():
    assert search_key("Sok Dara", "", "Dara Sok") == "sokdara darasok"


def test_keys_are_cut_to_their_columns():
    assert len(search_key("ស" * 100, length=40)) == 40
    assert len(sorting_key("ស" * 100, length=40)) == 40


def test_sorting_key_follows_the_khmer_alphabet():
    assert sorted(["ហេង", "កែវ", "ចាន់", "សុខ"], key=sorting_key) == ["កែវ", "ចាន់", "សុខ", "ហេង"]


def test_codes_avoid_signs_that_look_alike():
    assert not set("01ILO") & set(ALPHABET)
    assert set(new_person_code()) <= set(ALPHABET)
