"""Blocks that more than one kind of page uses."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructBlock
from wagtail.images.blocks import ImageChooserBlock


class PictureBlock(StructBlock):
    """A picture in a page. What it shows is told by the picture itself, in the language of the page."""

    picture = ImageChooserBlock(label=_("Picture"))
    caption = CharBlock(
        label=_("words below it"), required=False, max_length=200, help_text=_("May stay empty. No name of a child.")
    )

    class Meta:
        template = "content/blocks/picture.html"
        icon = "image"
        label = _("Picture")
