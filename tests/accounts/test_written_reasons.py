"""Reasons: words in either language, not one key held down."""

import pytest

from accounts.written_reasons import ReasonTooShort, judged_reason


@pytest.mark.parametrize("text", ["", " " * 40, "a" * 40, "12345 67890 12345 67890 12345", "too short", "ខ្លីពេក"])
def test_what_says_nothing_is_refused_beside_its_field(text):
    with pytest.raises(ReasonTooShort) as found:
        judged_reason(text)
    assert found.value.message_dict == {"reason": [str(ReasonTooShort.message)]}


@pytest.mark.parametrize("text", ["The court has asked for the list.", "តុលាការបានស្នើសុំបញ្ជីឈ្មោះនេះ"])
def test_a_reason_is_kept_as_it_is_written(text):
    assert judged_reason(f"  {text}\n") == text
