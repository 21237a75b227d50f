"""The remarks on one page, each with the name of its field and the words it is about."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.models import Locale, Page

from ..board.passages import passages_of
from ..models import Picture
from .names import full_names
from .reading import length, limit_of, sentences

MOST = 40
"""Remarks shown of one page; who has more begins with these."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Where, about which words, and what to look at."""

    field: str
    text: str
    advice: str | Promise
    quote: str = ""


def remarks_on(page: Page) -> list[Remark]:
    """What somebody should look at before handing the page in; the page as the object stands."""
    found = [*_texts(page), *_pictures(page), *_translations(page)]
    return found[:MOST]


def _texts(page: Page) -> Iterator[Remark]:
    for passage in passages_of(page):
        limit = limit_of(passage.field)
        for sentence in sentences(passage.text):
            number = length(sentence)
            if number > limit:
                advice = ngettext(
                    "This sentence has %(number)d word. Readers follow up to %(limit)d here: can it be two sentences?",
                    "This sentence has %(number)d words. Readers follow up to %(limit)d here: can it be two sentences?",
                    number,
                ) % {"number": number, "limit": limit}
                yield Remark(passage.field, passage.label, advice, sentence)
        for name in full_names(passage.text):
            advice = _("This looks like a full name. No child is named here; an adult only if they agreed.")
            yield Remark(passage.field, passage.label, advice, name)


def _pictures(page: Page) -> Iterator[Remark]:
    name = "alt_en" if page.locale.language_code == "en" else "alt_km"
    for field, label, picture in pictures_of(page):
        if not getattr(picture, name).strip():
            advice = _("This picture has no description in the language of the page.")
            yield Remark(field, label, advice, picture.title)


def _translations(page: Page) -> Iterator[Remark]:
    if page.pk is None:
        return
    held = set(page.get_translations(inclusive=True).filter(alias_of=None).values_list("locale_id", flat=True))
    for locale in Locale.objects.exclude(pk__in=held | {page.locale_id}):
        advice = _("This page does not exist in %(language)s yet.") % {"language": locale.get_display_name()}
        yield Remark("", str(_("Translation")), advice)


def pictures_of(page: Page) -> Iterator[tuple[str, str, Picture]]:
    """The pictures that the page shows, with the fields in which they stand."""
    for field in type(page)._meta.get_fields():
        if isinstance(field, models.ForeignKey) and issubclass(field.related_model, Picture):
            picture = getattr(page, field.name)
            if picture is not None:
                yield field.name, capfirst(str(field.verbose_name)), picture
        elif isinstance(field, StreamField):
            label = capfirst(str(field.verbose_name))
            for number, block in enumerate(getattr(page, field.name), start=1):
                for picture in _in_block(block.value, block.block):
                    yield field.name, f"{label} {number}", picture


def _in_block(value: object, block: blocks.Block) -> Iterator[Picture]:
    if not value:
        return
    if isinstance(block, (ImageChooserBlock, ImageBlock)):
        yield value
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from _in_block(value.get(name), child)
    elif isinstance(block, blocks.ListBlock):
        for each in value:
            yield from _in_block(each, block.child_block)
    elif isinstance(block, blocks.StreamBlock):
        for each in value:
            yield from _in_block(each.value, each.block)
