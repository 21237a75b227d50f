"""The board inside Wagtail's admin, and two languages of a page side by side."""

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page
from wagtail_localize.models import Translation
from wagtail_localize.views.update_translations import UpdateTranslationsForm, UpdateTranslationsView

from accounts.access import needs
from accounts.publishing import OPENS_THE_ADMIN
from accounts.refusals import Refusal
from accounts.roles import Capability

from .deeds import approve_khmer, hand_in, note_in_step, take_down
from .passages import passages_of, side_by_side
from .standing import Known, State, board, is_outdated, now_of, source_of, then_of

SHOWN_AT_ONCE = 50


@require_safe
@needs(Capability.PUBLISH_PAGES)
def translation_board(request: HttpRequest) -> HttpResponse:
    """Pages and languages; the reader's choice of kind and state stands in the address."""
    kinds = {kind.pk: kind for kind in _kinds()}
    kind = kinds.get(int(request.GET["kind"])) if request.GET.get("kind", "").isdecimal() else None
    asked = request.GET.get("state", "")
    state = State(asked) if asked in State.values else None
    lines = board(kind=kind, state=state)
    shown = Paginator(lines, SHOWN_AT_ONCE).get_page(request.GET.get("p"))
    context = {
        "shown": shown,
        "number": len(lines),
        "locales": [cell.locale for cell in shown[0].cells] if lines else [],
        "kinds": [(each.pk, capfirst(each.model_class()._meta.verbose_name)) for each in kinds.values()],
        "kind": kind,
        "states": list(State),
        "state": state,
    }
    return render(request, "content/translation_board.html", context)


@require_http_methods(["GET", "POST"])
@needs(Capability.PUBLISH_PAGES)
def page_side_by_side(request: HttpRequest, page_id: int) -> HttpResponse:
    """A translation beside its source, the changed paragraphs marked."""
    page = get_object_or_404(Page.objects.filter(depth__gt=1, alias_of=None).select_related("locale"), pk=page_id)
    group = list(page.get_translations(inclusive=True).select_related("locale", "content_type"))
    known = Known.about(group)
    source = source_of(group, known)
    translation = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale, enabled=True
    ).first()
    if request.method == "POST":
        _do(request, page, source, translation)
        return redirect("page_side_by_side", page.pk)
    draft = page.get_latest_revision_as_object()
    is_source = page.pk == source.pk
    now = passages_of(now_of(source))
    then = [[passage.field, passage.text] for passage in now] if is_source else then_of(page, source, known)
    others = [each for each in group if each.pk != source.pk and each.alias_of_id is None]
    context = {
        "page": draft,
        "source": source,
        "is_source": is_source,
        "others": others,
        "rows": [] if is_source else side_by_side(then, now, passages_of(draft)),
        "is_outdated": not is_source and is_outdated(page, source, known),
        "needs_native_editor": getattr(page.specific, "needs_native_editor", False),
        "may_approve": request.user.can(Capability.EDIT_KHMER),
        "is_on_its_way": page.workflow_in_progress,
        "translation": translation,
    }
    return render(request, "content/page_side_by_side.html", context)


def _do(request: HttpRequest, page: Page, source: Page, translation: Translation | None) -> None:
    """The one deed that the button says, and a message of how it went."""
    try:
        if "in_step" in request.POST and page.pk != source.pk:
            note_in_step(page=page, source=source, by=request.user)
            messages.success(request, _("Noted: the translation says what the source says now."))
        elif "khmer" in request.POST:
            approve_khmer(page=page, by=request.user)
            messages.success(request, _("Thank you. The text is approved and needs no native editor any more."))
        elif "hand_in" in request.POST and translation is not None:
            hand_in(translation=translation, by=request.user)
            messages.success(request, _("The translation is handed in."))
        else:
            raise Http404("No such deed.")
    except Refusal as refusal:
        messages.error(request, " ".join(refusal.messages))


@require_http_methods(["GET", "POST"])
@needs(*OPENS_THE_ADMIN)
def page_take_down(request: HttpRequest, page_id: int) -> HttpResponse:
    """Asks once, then takes a live page from the readers."""
    page = get_object_or_404(Page.objects.live().filter(depth__gt=2), pk=page_id)
    if request.method == "POST":
        take_down(page=page, by=request.user)
        messages.success(request, _("The page is not live any more. To bring it back, hand it in again."))
        return redirect("wagtailadmin_home")
    return render(request, "content/page_take_down.html", {"page": page})


class DraftsOnlyForm(UpdateTranslationsForm):
    """Wagtail-localize would publish translations here without asking whether somebody may."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["publish_translations"]

    def clean(self) -> dict:
        return {**super().clean(), "publish_translations": False}


class UpdateTranslations(UpdateTranslationsView):
    """Wagtail-localize's own page, with nothing on it that goes live."""

    def get_form(self) -> DraftsOnlyForm:
        return DraftsOnlyForm(self.request.POST if self.request.method == "POST" else None)


def _kinds() -> list[ContentType]:
    """The kinds of pages of which there is one."""
    used = Page.objects.filter(depth__gt=1).order_by().values("content_type_id").distinct()
    kinds = [kind for kind in ContentType.objects.filter(pk__in=used) if kind.model_class() is not None]
    return sorted(kinds, key=lambda kind: str(kind.model_class()._meta.verbose_name))
