"""What stands in Wagtail's admin for those who bring pages to their readers: addresses, entries, buttons, the lock."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.i18n import JavaScriptCatalog
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from accounts.models import User
from accounts.publishing import OPENS_THE_ADMIN
from accounts.roles import Capability

from ..board import views as board
from ..checks import views as checks
from ..models import ReviewTask
from . import views


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path("review/<int:pk>/", views.page_review, name="page_review"),
        path("deputies/", views.page_deputies, name="page_deputies"),
        path("board/", board.translation_board, name="translation_board"),
        path("board/<int:page_id>/", board.page_side_by_side, name="page_side_by_side"),
        path("take-down/<int:page_id>/", board.page_take_down, name="page_take_down"),
        path("remarks/<int:page_id>/", checks.page_remarks, name="page_remarks"),
        # Each before the address that it hides: scripts in Khmer, and an update that publishes nothing.
        path("localize/jsi18n/", JavaScriptCatalog.as_view(), name="scripts_of_localize_in_khmer"),
        path("localize/update/<int:translation_source_id>/", board.UpdateTranslations.as_view()),
    ]


class EntryFor(MenuItem):
    """An entry for those with one of the capabilities."""

    def __init__(self, *args, needs: tuple[Capability, ...], **kwargs):
        super().__init__(*args, **kwargs)
        self.needs = needs

    def is_shown(self, request: HttpRequest) -> bool:
        return any(request.user.can(need) for need in self.needs)


@hooks.register("register_admin_menu_item")
def entry_of_the_board() -> MenuItem:
    return EntryFor(
        _("Translation board"),
        reverse_lazy("translation_board"),
        icon_name="wagtail-localize-language",
        order=320,
        needs=(Capability.PUBLISH_PAGES,),
    )


@hooks.register("register_admin_menu_item")
def entry_of_the_deputies() -> MenuItem:
    return EntryFor(
        _("Deputies"),
        reverse_lazy("page_deputies"),
        icon_name="user",
        order=330,
        needs=(Capability.EDIT_KHMER, Capability.APPROVE_PAGES),
    )


@hooks.register("insert_editor_js")
def scripts_of_the_editor() -> SafeString:
    scripts = ((static(f"js/wagtailadmin/{name}.js"),) for name in ("slug", "autosave"))
    return format_html_join("\n", '<script src="{}" type="module"></script>', scripts)


@hooks.register("register_page_header_buttons")
def buttons(page: Page, user: User, view_name: str | None = None, next_url: str | None = None) -> Iterator[Button]:
    """In the editor of a page: to its reading, to the other language, off the air."""
    if page.depth == 1:
        return
    state = page.current_workflow_task_state
    task = state.task.specific if state is not None else None
    if isinstance(task, ReviewTask) and task.may_read(state, user):
        yield Button(_("Read it and answer"), reverse("page_review", args=[state.pk]), icon_name="glasses", priority=1)
    if user.can(Capability.PUBLISH_PAGES) and page.alias_of_id is None:
        address = reverse("page_side_by_side", args=[page.pk])
        yield Button(_("Side by side"), address, icon_name="wagtail-localize-language", priority=70)
    if page.live and page.depth > 2 and any(user.can(each) for each in OPENS_THE_ADMIN):
        yield Button(_("Take down"), reverse("page_take_down", args=[page.pk]), icon_name="download", priority=80)
