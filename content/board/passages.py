"""A page as passages: its paragraphs one after another, with the name of the field in which each stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from django.db import models
from django.utils.encoding import force_str
from django.utils.html import strip_tags
from django.utils.text import capfirst
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

NEVER_READ = {"slug", "draft_title", "url_path", "path", "locked", "live"}
OF_EVERY_PAGE = ("title", "seo_title", "search_description")
BREAKS = re.compile(r"</(?:p|h[1-6]|li|blockquote)>|<br\s*/?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph: the field and its name as editors see it, and the text without marks."""

    field: str
    label: str
    text: str

    def as_json(self) -> list[str]:
        return [self.field, self.text]


def passages_of(page: Page) -> list[Passage]:
    """What a reader reads of the page as the object stands, in the order of its fields."""
    return [passage for field in read_fields(type(page)) for passage in _of_field(page, field)]


def read_fields(model: type[Page]) -> list[models.Field]:
    """The fields with text written for readers: those of every page, then its own; no closed sets, no addresses."""
    common = [model._meta.get_field(name) for name in OF_EVERY_PAGE]
    own = [
        field
        for field in model._meta.get_fields()
        if isinstance(field, (models.CharField, models.TextField, StreamField))
        and field.model is not Page
        and not field.choices
        and not isinstance(field, (models.URLField, models.SlugField))
        and field.name not in NEVER_READ
    ]
    return [*common, *own]


def kept(passages: list[Passage]) -> list[list[str]]:
    """As they are kept in the database."""
    return [passage.as_json() for passage in passages]


def _of_field(page: Page, field: models.Field) -> Iterator[Passage]:
    label = capfirst(force_str(field.verbose_name))
    value = field.value_from_object(page)
    if isinstance(field, StreamField):
        for number, block in enumerate(value, start=1):
            for text in _of_block(block.value, block.block):
                yield Passage(field.name, f"{label} {number}", text)
        return
    text = force_str(value or "")
    for paragraph in _paragraphs(text, is_rich=isinstance(field, RichTextField)):
        yield Passage(field.name, label, paragraph)


def _of_block(value: object, block: blocks.Block) -> Iterator[str]:
    if isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from _of_block(value.get(name), child)
    elif isinstance(block, blocks.ListBlock):
        for each in value:
            yield from _of_block(each, block.child_block)
    elif isinstance(block, blocks.StreamBlock):
        for each in value:
            yield from _of_block(each.value, each.block)
    elif isinstance(block, blocks.RichTextBlock):
        yield from _paragraphs(value.source if value else "", is_rich=True)
    elif isinstance(block, (blocks.CharBlock, blocks.TextBlock)):
        yield from _paragraphs(force_str(value or ""), is_rich=False)


def _paragraphs(text: str, *, is_rich: bool) -> Iterator[str]:
    """Each paragraph, without marks and with single spaces."""
    parts = BREAKS.split(text) if is_rich else re.split(r"\n\s*\n", text)
    for part in parts:
        plain = " ".join((strip_tags(part) if is_rich else part).split())
        if plain:
            yield plain


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the comparison: what the source said, what it says now, and what the translation says."""

    label: str
    then: str
    now: str
    translation: str

    @property
    def is_changed(self) -> bool:
        return self.then != self.now


def side_by_side(then: list[list[str]], now: list[Passage], translation: list[Passage]) -> list[Row]:
    """Field by field; within a field the translation follows the order in which the source stood then."""
    labels = {passage.field: passage.label.rstrip(" 0123456789") for passage in [*translation, *now]}
    fields = list(dict.fromkeys([passage.field for passage in now] + [field for field, _text in then]))
    rows: list[Row] = []
    for field in fields:
        was = [text for name, text in then if name == field]
        here = [passage for passage in now if passage.field == field]
        told = [passage.text for passage in translation if passage.field == field]
        rows += _rows(labels.get(field, field), was, here, told)
    return rows


def _rows(label: str, was: list[str], here: list[Passage], told: list[str]) -> Iterator[Row]:
    """What was replaced stands on one line; what was added has no translation yet; what is gone still has one."""
    rest = list(told)
    matcher = SequenceMatcher(None, was, [passage.text for passage in here], autojunk=False)
    for _kind, first, last, begins, ends in matcher.get_opcodes():
        for old, new in zip_longest(was[first:last], here[begins:ends]):
            has_translation = old is not None and rest
            yield Row(
                new.label if new else label,
                old or "",
                new.text if new else "",
                rest.pop(0) if has_translation else "",
            )
    for left_over in rest:
        yield Row(label, "", "", left_over)


def changed(then: list[list[str]], now: list[Passage]) -> bool:
    """Whether the source reads otherwise than it did."""
    return [list(each) for each in then] != kept(now)
