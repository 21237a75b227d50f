"""Names as they are kept."""

import pytest

from people.codes import ALPHABET, LENGTH, POSSIBLE, new_person_code
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


def test_every_number_that_may_be_drawn_is_another_code(monkeypatch):
    monkeypatch.setattr("people.codes.ALPHABET", "AB")
    monkeypatch.setattr("people.codes.POSSIBLE", 2**LENGTH)
    numbers = iter(range(2**LENGTH))
    monkeypatch.setattr("secrets.randbelow", lambda possible: next(numbers) if possible == 2**LENGTH else None)
    codes = {new_person_code() for _ in range(2**LENGTH)}
    assert (len(codes), {len(code) for code in codes}) == (2**LENGTH, {LENGTH})
    assert len(ALPHABET) ** LENGTH == POSSIBLE
