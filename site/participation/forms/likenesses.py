"""What somebody says about two records that look alike."""

from django import forms

from .acting import ActionForm

KEEP_ONE, KEEP_OTHER, NOT_THE_SAME = "keep_one", "keep_other", "not_the_same"


class PairForm(ActionForm):
    """One of three buttons."""

    answer = forms.ChoiceField(choices=[(word, word) for word in (KEEP_ONE, KEEP_OTHER, NOT_THE_SAME)])


class UndoForm(ActionForm):
    """Nothing is asked but the button."""
