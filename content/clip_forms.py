"""The forms of recordings: what is brought in, and what a second person says of it."""

from datetime import timedelta

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .models import Clip
from .sounds.kinds import Cut, Sound
from .sounds.reading import sound_of

LARGEST = 2_500_000
"""Bytes of an upload that are read at all: what is too long may still be cut."""
LONGEST_CONSENT = timedelta(days=2 * 366)
OF_A_CHILD = ("agreed_on", "paper_kept_by", "valid_until")


def _seconds(label: str, **more) -> forms.FloatField:
    widget = forms.NumberInput(attrs={"step": "0.1", "min": "0", "inputmode": "decimal"})
    return forms.FloatField(label=label, min_value=0, max_value=9999, required=False, widget=widget, **more)


def _day(label: str, **more) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}), **more)


class ClipForm(forms.Form):
    """A recording with the word of whoever brings it in about who speaks."""

    file = forms.FileField(
        label=_("Recording"),
        help_text=_("Record above, or choose a file: Ogg, WebM, MP3 or M4A, at most 200 kB after the cut."),
        widget=forms.FileInput(attrs={"accept": "audio/*,.ogg,.opus,.webm,.mp3,.m4a"}),
    )
    begin = _seconds(_("Begins at second"), help_text=_("May stay empty."))
    end = _seconds(_("Ends at second"), help_text=_("May stay empty."))
    speaker = forms.ChoiceField(
        label=_("Who speaks?"),
        choices=Clip.Speaker,
        widget=forms.RadioSelect,
        help_text=_("No name is kept. The voice of a child is personal data: it needs a paper."),
    )
    agreed_on = _day(_("Day on the paper"), help_text=_("Only for a child: guardian and child agreed on paper."))
    paper_kept_by = forms.ChoiceField(
        label=_("Who keeps the paper?"), choices=[("", "—"), *Clip.Keeper.choices], required=False
    )
    valid_until = _day(
        _("Allowed until"), help_text=_("Only for a child, at most two years. Then the recording is deleted.")
    )
    agreed = forms.BooleanField(
        label=_("Who speaks agreed that everybody may hear it. For a child, the guardian agreed too, on paper."),
    )

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("This file is too large: at most 2.5 MB before the cut."))
        return file

    def clean(self) -> dict:
        given = super().clean()
        if given.get("speaker") == Clip.Speaker.CHILD:
            self._check_paper(given)
        else:
            given |= {"agreed_on": None, "paper_kept_by": "", "valid_until": None}
        return given

    def _check_paper(self, given: dict) -> None:
        today = timezone.localdate()
        for name in OF_A_CHILD:
            if name not in self.errors and not given.get(name):
                self.add_error(name, _("The voice of a child needs this."))
        agreed_on, valid_until = given.get("agreed_on"), given.get("valid_until")
        if agreed_on and agreed_on > today:
            self.add_error("agreed_on", _("This day has not come yet."))
        if valid_until and valid_until < today:
            self.add_error("valid_until", _("This day is past."))
        elif valid_until and agreed_on and valid_until > agreed_on + LONGEST_CONSENT:
            self.add_error("valid_until", _("At most two years after the day on the paper. Then ask again."))

    @property
    def given(self) -> dict:
        """Who speaks, and the paper on which a child's voice rests."""
        return {name: self.cleaned_data[name] for name in ("speaker", *OF_A_CHILD)}

    def sound(self) -> Sound:
        """The upload made anew. Raises a refusal."""
        file = self.cleaned_data["file"]
        return sound_of(file.read(), Cut(self.cleaned_data["begin"], self.cleaned_data["end"]))
