import re

from hypothesis import given

from khmertext.sorting import sort_key

from .strategies import any_text, khmer_word, latin_word


@given(any_text)
def test_sort_key_is_plain(text):
    assert re.fullmatch("[0-9a-z]+", sort_key(text))


@given(khmer_word, khmer_word)
def test_a_word_stands_before_its_continuations(word, more):
    assert sort_key(word) <= sort_key(word + "ក" + more)


@given(khmer_word, latin_word.filter(lambda word: word.strip("'")))
def test_khmer_stands_before_latin(khmer, latin):
    assert sort_key(khmer) < sort_key(latin)


@given(khmer_word)
def test_two_spellings_have_one_key(word):
    assert sort_key(word.replace("្ដ", "្ត")) == sort_key("\u200b" + word.replace("្ត", "្ដ"))


def test_sort_key_orders_as_a_dictionary():
    in_order = [
        *("១", "២", "ក", "កក", "កង", "កា", "កាក", "កិ", "កី", "កុ", "កូ", "កើ", "កេ", "កៅ", "កុំ", "កំ", "កាំ", "កះ"),
        *("កុះ", "កោះ", "ក្ក", "ក្រុម", "ខ", "ង៉ែត", "រក", "ឫស្សី", "លា", "សក", "សុខ", "ស្រី", "ហេង", "ឡា", "អូរ", "ឥន្ទ"),
        *("Battambang", "Kampot", "ขอนแก่น"),
    ]
    assert sorted(sorted(in_order), key=sort_key) == in_order


def test_signs_decide_only_between_equals():
    assert sort_key("កក") < sort_key("កក់") < sort_key("កកា")
