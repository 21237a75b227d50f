"""The form of a picture in Wagtail's admin, wherever it is opened, and the one with which the desk lets a photo out."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from accounts.forms.acting import ActingForm
from people.pixels import refuse_too_large

from .actions import declare_picture
from .lights import is_released
from .models import Picture


class PictureFileField(WagtailImageField):
    """Measures a picture by the head of its file before anything unpacks it."""

    def to_python(self, data: UploadedFile | None) -> UploadedFile | None:
        if data:
            refuse_too_large(data)
        return super().to_python(data)


class PictureForm(BaseImageForm):
    """Asks for both descriptions and for the declaration; a new file needs a new declaration.

    A picture of people stands on their consents, for its own file: neither is asked for here.
    """

    file = PictureFileField(label=_("File"), widget=BaseImageForm.Meta.widgets["file"])

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.user = user
        self.fields["nobody_recognisable"].required = True
        if self.instance.pk and is_released(self.instance) and not self.instance.is_declared:
            del self.fields["file"], self.fields["nobody_recognisable"]

    def save(self, commit: bool = True) -> Picture:
        asks_for_a_word = "nobody_recognisable" in self.fields
        if commit and asks_for_a_word and (not self.instance.is_declared or "file" in self.changed_data):
            with_declaration = super().save(commit=False)
            declare_picture(picture=with_declaration, by=self.user)
        saved = super().save(commit)
        if "file" in self.changed_data:
            saved.file.close()  # measured once more on the disk, and left open
        return saved


class ReleaseForm(ActingForm):
    """What the picture tells a reader who cannot see it, in both languages."""

    alt_km = forms.CharField(
        label=_("Description in Khmer"), max_length=200, help_text=Picture._meta.get_field("alt_km").help_text
    )
    alt_en = forms.CharField(
        label=_("Description in English"), max_length=200, help_text=Picture._meta.get_field("alt_en").help_text
    )
