"""Pictures: Wagtail's image model, ours from the first migration on."""

from django.conf import settings
from django.core.files import File
from django.core.files.base import ContentFile
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, WagtailImageField, WagtailImageFieldFile
from wagtail.search import index
from wagtail.utils.file import hash_filelike

from khmertext.languages import is_english
from people.pixels import from_pixels


class PixelsOnlyFile(WagtailImageFieldFile):
    """Whatever route an upload takes (editor, replaced file, code), this is where it reaches the disk: made anew."""

    def save(self, name: str, content: File, save: bool = True) -> None:
        fresh = from_pixels(content)
        self.__dict__.pop("_dimensions_cache", None)
        super().save(fresh.name, fresh, save=False)
        self.instance.file_size = fresh.size
        self.instance.file_hash = hash_filelike(fresh)
        if save:
            self.instance.save()


class PictureField(WagtailImageField):
    attr_class = PixelsOnlyFile


class Picture(AbstractImage):
    """A picture for public pages. Who uploads it declares that nobody can be recognised; a second person confirms."""

    file = PictureField(
        verbose_name=_("file"),
        upload_to="original_images",
        width_field="width",
        height_field="height",
    )
    # Keeps the place of the field it replaces: size, hash and sides are written after the file that tells them.
    file.creation_counter = AbstractImage._meta.get_field("file").creation_counter

    alt_km = models.CharField(
        _("description in Khmer"),
        max_length=200,
        help_text=_("One sentence for a reader who cannot see the picture. No name of a child."),
    )
    alt_en = models.CharField(
        _("description in English"),
        max_length=200,
        help_text=_("One sentence for a reader who cannot see the picture. No name of a child."),
    )
    nobody_recognisable = models.BooleanField(
        _("Nobody in this picture can be recognised"),
        default=False,
        help_text=_("No face, no name, no school uniform with a badge, no house or sign that tells where it is."),
    )
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("declared by"),
    )
    declared_on = models.DateField(_("declared on"), null=True, blank=True, editable=False)
    declared_hash = models.CharField(max_length=40, blank=True, editable=False)
    """Of the file that was looked at: whatever route another file takes, the word was not about it."""
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True, editable=False)

    declared_by.wagtail_reference_index_ignore = True
    confirmed_by.wagtail_reference_index_ignore = True

    admin_form_fields = (
        "title",
        "file",
        "alt_km",
        "alt_en",
        "nobody_recognisable",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )
    search_fields = [*AbstractImage.search_fields, index.SearchField("alt_km"), index.SearchField("alt_en")]

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints = [
            models.CheckConstraint(
                condition=Q(nobody_recognisable=True, declared_on__isnull=False)
                | Q(nobody_recognisable=False, declared_on__isnull=True),
                name="declared_picture_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_on__isnull=True) | Q(declared_on__isnull=False),
                name="only_a_declared_picture_is_confirmed",
            ),
            models.CheckConstraint(
                condition=~Q(confirmed_by=F("declared_by")), name="picture_is_confirmed_by_a_second_person"
            ),
        ]

    @property
    def is_declared(self) -> bool:
        """Whether somebody looked at this very file, whatever was put in its place since."""
        return self.declared_on is not None and self.declared_hash == self.file_hash != ""

    def generate_rendition_file(self, filter: Filter, *, source: File | None = None) -> File:
        """In memory: the temporary file in which Wagtail draws is closed here, not whenever Python comes to it."""
        with super().generate_rendition_file(filter, source=source) as drawn:
            drawn.seek(0)
            return ContentFile(drawn.read(), name=drawn.name)

    @property
    def default_alt_text(self) -> str:
        """The description in the language of the page."""
        return self.alt_en if is_english() else self.alt_km


class PictureRendition(AbstractRendition):
    """A picture at one size, as pages show it."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        indexes = [models.Index(fields=["file"], name="rendition_by_file")]
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_per_size_and_focal_point"
            )
        ]

    def __str__(self) -> str:
        return self.filter_spec
