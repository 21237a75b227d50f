"""How each page stands in each language: missing, outdated, ready or live.

It is true for translations that wagtail-localize made and for pages that were written apart and share a translation
key. Of a page's languages one is the source: that from which wagtail-localize took it, else the first language of the
portal, else the one there is.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Min, TextChoices
from django.utils.text import capfirst
from django.utils.translation import pgettext_lazy
from wagtail.models import Locale, Page, Revision
from wagtail_localize.models import Translation, TranslationSource

from ..models import InStep
from .passages import changed, kept, passages_of


class State(TextChoices):
    """The words of the board, the most pressing first."""

    MISSING = "missing", pgettext_lazy("translation", "Missing")
    OUTDATED = "outdated", pgettext_lazy("translation", "Outdated")
    READY = "ready", pgettext_lazy("translation", "Ready, not live")
    LIVE = "live", pgettext_lazy("translation", "Live")


@dataclass(slots=True)
class Cell:
    """One page in one language."""

    locale: Locale
    state: State
    page: Page | None = None
    is_source: bool = False
    is_on_its_way: bool = False
    needs_native_editor: bool = False


@dataclass(slots=True)
class Line:
    """One page in all languages."""

    title: str
    kind: ContentType
    source: Page
    cells: list[Cell] = field(default_factory=list)

    @property
    def kind_name(self) -> str:
        return capfirst(self.kind.model_class()._meta.verbose_name)


@dataclass(slots=True)
class Known:
    """What the board reads at once for many pages, so that it costs the same with ten and with a thousand."""

    sources: dict[tuple[UUID, int], TranslationSource]
    translated: set[tuple[int, int]]
    in_step: dict[int, InStep]
    first_drafts: dict[str, datetime]

    @classmethod
    def about(cls, pages: Iterable[Page]) -> "Known":
        pages = list(pages)
        numbers = [page.pk for page in pages]
        sources = TranslationSource.objects.filter(object_id__in={page.translation_key for page in pages})
        drafts = Revision.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Page), object_id__in=[str(number) for number in numbers]
        )
        return cls(
            {(source.object_id, source.locale_id): source for source in sources.defer("content_json")},
            set(Translation.objects.filter(source__in=sources).values_list("source_id", "target_locale_id")),
            {each.page_id: each for each in InStep.objects.filter(page__in=numbers)},
            dict(drafts.order_by().values_list("object_id").annotate(first=Min("created_at"))),
        )


def board(*, kind: ContentType | None = None, state: State | None = None) -> list[Line]:
    """A line for each page in the order of the tree; only those of a kind, or with a language that stands so."""
    pages = Page.objects.filter(depth__gt=1).select_related("content_type", "locale").prefetch_workflow_states()
    if kind is not None:
        pages = pages.filter(content_type=kind)
    together: dict[UUID, list[Page]] = defaultdict(list)
    for page in pages.order_by("path"):
        together[page.translation_key].append(page)
    known = Known.about(page for group in together.values() for page in group)
    locales = sorted(Locale.objects.all(), key=lambda locale: locale.language_code != settings.LANGUAGE_CODE)
    marked = _marked_for_native_editor()
    lines = (_line(group, locales, known, marked) for group in together.values())
    return [line for line in lines if state is None or any(cell.state == state for cell in line.cells)]


def source_of(group: list[Page], known: Known) -> Page:
    """The page of which the others are translations."""
    written = [page for page in group if page.alias_of_id is None] or group
    for page in written:
        if (page.translation_key, page.locale_id) in known.sources:
            return page
    return next((page for page in written if page.locale.language_code == settings.LANGUAGE_CODE), written[0])


def now_of(source: Page) -> Page:
    """What a translation has to say: what is live, or the draft of what never was."""
    return source.specific if source.live else source.get_latest_revision_as_object()


def then_of(page: Page, source: Page, known: Known) -> list[list[str]]:
    """What the source said when the translation was last known to say the same."""
    noted = known.in_step.get(page.pk)
    if noted is not None and noted.source_language == source.locale.language_code:
        return noted.passages
    taken = known.sources.get((source.translation_key, source.locale_id))
    if taken is not None and (taken.pk, page.locale_id) in known.translated:
        return kept(passages_of(taken.as_instance()))
    began = known.first_drafts.get(str(page.pk))
    drafts = source.revisions.order_by("created_at", "pk")
    draft = (drafts.filter(created_at__lte=began).last() if began else None) or drafts.first()
    return kept(passages_of(draft.as_object() if draft else now_of(source)))


def is_outdated(page: Page, source: Page, known: Known) -> bool:
    """Whether the source reads otherwise since. Texts are compared only where something was published since."""
    since = _known_since(page, source, known)
    if since is not None and (source.last_published_at is None or source.last_published_at <= since):
        return False
    return changed(then_of(page, source, known), passages_of(now_of(source)))


def _known_since(page: Page, source: Page, known: Known) -> datetime | None:
    noted = known.in_step.get(page.pk)
    if noted is not None and noted.source_language == source.locale.language_code:
        return noted.compared_at
    taken = known.sources.get((source.translation_key, source.locale_id))
    if taken is not None and (taken.pk, page.locale_id) in known.translated:
        return taken.last_updated_at
    return known.first_drafts.get(str(page.pk))


def _line(group: list[Page], locales: list[Locale], known: Known, marked: set[int]) -> Line:
    source = source_of(group, known)
    line = Line(source.draft_title or source.title, source.content_type, source)
    for locale in locales:
        page = next((page for page in group if page.locale_id == locale.pk and page.alias_of_id is None), None)
        if page is None:
            line.cells.append(Cell(locale, State.MISSING))
            continue
        line.cells.append(
            Cell(
                locale,
                _state(page, source, known),
                page,
                is_source=page.pk == source.pk,
                is_on_its_way=page.workflow_in_progress,
                needs_native_editor=page.pk in marked,
            )
        )
    return line


def _state(page: Page, source: Page, known: Known) -> State:
    if page.pk != source.pk and is_outdated(page, source, known):
        return State.OUTDATED
    return State.LIVE if page.live else State.READY


def _marked_for_native_editor() -> set[int]:
    return {number for model in marked_models() for number in _marked(model)}


def _marked(model: type[Page]) -> Iterator[int]:
    return model.objects.filter(needs_native_editor=True).values_list("pk", flat=True).iterator()


def marked_models() -> list[type[Page]]:
    """The kinds of pages whose text may need a native editor."""
    kinds = ContentType.objects.filter(app_label="content")
    models = [kind.model_class() for kind in kinds]
    return [model for model in models if model and issubclass(model, Page) and hasattr(model, "needs_native_editor")]
