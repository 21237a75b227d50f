from datetime import date, time

import pytest
from django import forms
from hypothesis import given

from khmertext.fields import DateField, IntegerField, KhmerCharField, TimeField
from khmertext.normalise import normalise

from .strategies import any_text


class MeetingForm(forms.Form):
    title = KhmerCharField(required=False, max_length=30)
    held_on = DateField()
    began_at = TimeField(required=False)
    guests = IntegerField(min_value=0, max_value=500, required=False)


def test_form_reads_khmer_digits():
    form = MeetingForm({"title": " ភូមិ  ថ្មី ", "held_on": "២៣/១១/២០២៦", "began_at": "១៤:៣០", "guests": "១២"})
    assert form.is_valid()
    assert form.cleaned_data == {
        "title": "ភូមិ ថ្មី",
        "held_on": date(2026, 11, 23),
        "began_at": time(14, 30),
        "guests": 12,
    }


def test_form_leaves_empty_values_empty():
    form = MeetingForm({"title": "\u200b\ufeff ", "held_on": "2026-11-23", "began_at": " ", "guests": " "})
    assert form.is_valid()
    assert form.cleaned_data["title"] == ""
    assert (form.cleaned_data["began_at"], form.cleaned_data["guests"]) == (None, None)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("held_on", ""),
        ("held_on", "31/02/2026"),
        ("began_at", "25:00"),
        ("guests", "many"),
        ("guests", "-1"),
        ("guests", "៥០១"),
        ("title", "a\x00b"),
        ("title", "ក" * 31),
    ],
)
def test_form_refuses_with_a_sentence(field, value):
    form = MeetingForm({"held_on": "2026-11-23", field: value})
    assert list(form.errors) == [field]
    assert form.errors[field][0].endswith((".", "។"))


@given(any_text)
def test_any_text_is_normal_or_refused(text):
    form = MeetingForm({"held_on": "2026-11-23", "title": text, "guests": text, "began_at": text})
    if form.is_valid():
        assert normalise(form.cleaned_data["title"]) == form.cleaned_data["title"]


def test_boxes_show_days_and_times_as_they_are_typed():
    html = str(MeetingForm(initial={"held_on": date(2026, 1, 5), "began_at": time(9, 5)}))
    assert 'value="05/01/2026"' in html
    assert 'value="09:05"' in html
    assert 'inputmode="numeric"' in html
    assert 'type="number"' not in html


def test_an_unchanged_day_is_no_change():
    form = MeetingForm({"held_on": "05/01/2026"}, initial={"held_on": date(2026, 1, 5)})
    assert form.changed_data == []
    assert MeetingForm({"held_on": "x"}, initial={"held_on": date(2026, 1, 5)}).changed_data == ["held_on"]
