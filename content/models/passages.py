"""What a story or a piece of news is made of, passage after passage."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import Block, CharBlock, ListBlock, RichTextBlock, StructBlock, TextBlock

from content.blocks import PictureBlock

PARAGRAPH_FEATURES = ["bold", "ol", "ul", "link"]
"""What an editor may use inside a paragraph; headings are passages of their own."""


class QuoteBlock(StructBlock):
    """Somebody's words, with what that person is and never with a name."""

    text = TextBlock(label=_("words"), max_length=400)
    by = CharBlock(
        label=_("who says so"),
        required=False,
        max_length=80,
        help_text=_("Such as “a girl of 12 years” or “a teacher”. No name."),
    )

    class Meta:
        template = "content/blocks/quote.html"
        icon = "openquote"
        label = _("Quote")


def passages() -> list[tuple[str, Block]]:
    """The blocks of a text that is read."""
    return [
        (
            "heading",
            CharBlock(label=_("Heading"), max_length=120, icon="title", template="content/blocks/heading.html"),
        ),
        (
            "paragraph",
            RichTextBlock(
                label=_("Paragraph"),
                features=PARAGRAPH_FEATURES,
                icon="pilcrow",
                template="content/blocks/paragraph.html",
            ),
        ),
        ("picture", PictureBlock()),
        ("quote", QuoteBlock()),
        (
            "questions",
            ListBlock(
                CharBlock(label=_("question"), max_length=200),
                label=_("To talk about in the club"),
                icon="help",
                template="content/blocks/questions.html",
            ),
        ),
    ]
