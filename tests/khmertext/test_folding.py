import pytest
from hypothesis import given

from khmertext.folding import fold

from .strategies import any_text, khmer_word


@given(any_text)
def test_fold_changes_its_own_result_no_more(text):
    assert fold(fold(text)) == fold(text)


@given(khmer_word)
def test_fold_takes_coeng_da_and_ta_for_one(word):
    assert fold(word.replace("្ដ", "្ត")) == fold(word.replace("្ត", "្ដ"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("កណ្ដាល", "កណ្តាល"),
        ("ខេត្តកណ្ដាល", "កណ្តាល"),
        ("ភូមិ ថ្មី", "ថ្មី"),
        ("រាជធានីភ្នំពេញ", "ភ្នំពេញ"),
        ("ស្វាយ\u200bរៀង", "ស្វាយ រៀង"),
        ("Siem Reap", "siemreap"),
        ("Siem-Reap", "SIEMREAP"),
        ("O’Smach", "O'smach"),
        ("Phnom Pénh", "phnom penh"),
        ("ភូមិ២", "ភូមិ2"),
        ("ឲ្យ", "ឱ្យ"),
        ("ឳពុក", "ឪពុក"),
        ("លេខទូរសព្ទ", "លេខទូរស័ព្ទ"),
        ("ទូរស\u200bព្ទ", "ទូរស័ព្ទ"),
        ("ទូរស ព្ទ", "ទូរស័ព្ទ"),
        ("ពត៌មាន", "ព័ត៌មាន"),
    ],
)
def test_fold_brings_spellings_together(one, other):
    assert fold(one) == fold(other)


def test_fold_keeps_different_names_apart():
    names = ["កា", "គា", "កំពង់ចាម", "កំពង់ឆ្នាំង", "Takeo", "Kep", "ភូមិ", "ស្រុក", "ថ្មី"]
    assert len({fold(name) for name in names}) == len(names)


def test_fold_never_cuts_a_unit_word_off_inside_a_letter():
    assert fold("ស្រុកា") == "ស្រុកា"
    assert fold("ស្រុកក") == "ក"
