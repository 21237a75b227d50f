"""The form of a picture in Wagtail's admin, wherever it is opened: list, editor, chooser."""

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from people.pixels import refuse_too_large

from .actions import declare_picture
from .models import Picture


class PictureFileField(WagtailImageField):
    """Measures a picture by the head of its file before anything unpacks it."""

    def to_python(self, data: UploadedFile | None) -> UploadedFile | None:
        if data:
            refuse_too_large(data)
        return super().to_python(data)


class PictureForm(BaseImageForm):
    """Asks for both descriptions and for the declaration; a new file needs a new declaration."""

    file = PictureFileField(label=_("File"), widget=BaseImageForm.Meta.widgets["file"])

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.user = user
        self.fields["nobody_recognisable"].required = True

    def save(self, commit: bool = True) -> Picture:
        if commit and (self.instance.declared_on is None or "file" in self.changed_data):
            with_declaration = super().save(commit=False)
            declare_picture(picture=with_declaration, by=self.user)
        saved = super().save(commit)
        if "file" in self.changed_data:
            saved.file.close()  # measured once more on the disk, and left open
        return saved
