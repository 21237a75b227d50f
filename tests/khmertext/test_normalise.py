from hypothesis import given
from hypothesis import strategies as st

from khmertext.letters import COENG
from khmertext.normalise import normalise

from .strategies import SIGNS, VOWELS, any_text, consonant


@given(any_text)
def test_normalise_changes_its_own_result_no_more(text):
    assert normalise(normalise(text)) == normalise(text)


@given(consonant, consonant, st.sampled_from(VOWELS), st.sampled_from("ំ់"))
def test_normalise_puts_signs_in_one_order(base, below, vowel, sign):
    expected = base + COENG + below + vowel + sign
    assert normalise(base + vowel + sign + COENG + below) == expected
    assert normalise(base + sign + vowel + COENG + below) == expected
    assert normalise(base + sign + COENG + below + vowel) == expected


@given(consonant, st.sampled_from(CONSONANTS_BUT_RO := "កខគងចតនបមសវ"))
def test_normalise_puts_subscript_ro_last(base, below):
    assert normalise(f"{base}្រ{COENG}{below}ី") == f"{base}{COENG}{below}្រី"
    assert "រ" not in CONSONANTS_BUT_RO


@given(consonant, st.sampled_from(VOWELS + SIGNS))
def test_normalise_keeps_a_sign_once(base, sign):
    assert normalise(base + sign + sign) == base + sign


def test_normalise_joins_vowels_typed_in_two_halves():
    assert normalise("ក" + "េ" + "ី") == "កើ"
    assert normalise("ក" + "េ" + "ា") == "កោ"
    assert normalise("ស្ត" + "េ" + "ី" + "ង") == "ស្តើង"


def test_normalise_keeps_break_hints_and_drops_the_byte_order_mark():
    assert normalise("\ufeffក្រុម\u200bប្រឹក្សា") == "ក្រុម\u200bប្រឹក្សា"


def test_normalise_collapses_spaces_and_keeps_lines():
    assert normalise("  ភូមិ \u00a0  ថ្មី \r\n ឃុំ\rខ\n\nគ ") == "ភូមិ ថ្មី\nឃុំ\nខ\n\nគ"


def test_normalise_drops_nul_and_invisible_vowels():
    assert normalise("សុ\x00ខ\u17b4") == "សុខ"


def test_normalise_leaves_correct_words_alone():
    words = ["ស្ត្រី", "ញ៉ុំ", "ព្រឹទ្ធ", "ប្រព្រឹត្ត", "ក្រុមប្រឹក្សាកុមារ", "កណ្ដាល", "កណ្តាល", "អ៊ុំ", "វិច្ឆិកា", "ពោធិ៍សាត់", "ព្រះសីហនុ", "ធម៌"]
    assert [normalise(word) for word in words] == words
