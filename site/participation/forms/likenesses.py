"""What somebody says about two records that look alike."""

from django import forms

from accounts.forms.acting import ActingForm

KEEP_ONE, KEEP_OTHER, NOT_THE_SAME = "keep_one", "keep_other", "not_the_same"


class PairForm(ActingForm):
    """One of three buttons."""

    answer = forms.ChoiceField(choices=[(word, word) for word in (KEEP_ONE, KEEP_OTHER, NOT_THE_SAME)])
