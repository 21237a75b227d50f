"""What we change in Wagtail's admin: our letters, and which pages stay."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry

from accounts.models import User

from . import clip_views, poll_views, views
from .models import PollPage
from .promoting import PromotedPageViewSet
from .running_text import FreeImageEmbedHandler
from .workflow import hooks as workflow_hooks  # noqa: F401  (registers itself)


@hooks.register("insert_global_admin_css")
def editor_styles() -> SafeString:
    sheets = ("css/meanwhile.css", "css/fonts.css", "css/wagtailadmin/editor.css")
    return format_html_join("", '<link rel="stylesheet" href="{}">', ((static(sheet),) for sheet in sheets))


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path("pictures-to-confirm/", views.pictures_to_confirm, name="pictures_to_confirm"),
        path("readings/", views.reading_report, name="reading_report"),
        path("pictures-of-people/", views.pictures_of_people, name="pictures_of_people"),
        path("pictures/<int:pk>/", views.picture_facts, name="picture_facts"),
        path("pictures/<int:pk>/ask/", views.ask, name="pictures_ask"),
        path("clips/", clip_views.texts, name="clips"),
        path("clips/text/<int:pk>/<slug:part>/", clip_views.text, name="clip_text"),
        path("clips/<int:pk>/", clip_views.clip, name="clip"),
        path("clips/<int:pk>/sound/", clip_views.sound, name="clip_sound"),
        path("polls/<int:pk>/empty/", poll_views.empty, name="empty_poll"),
    ]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return MenuItem(_("Pictures to confirm"), reverse_lazy("pictures_to_confirm"), icon_name="check", order=310)


@hooks.register("register_admin_viewset")
def pages_that_stand_first() -> PromotedPageViewSet:
    return PromotedPageViewSet("promoted_pages")


@hooks.register("register_admin_menu_item")
def clips_item() -> MenuItem:
    return MenuItem(_("Recordings"), reverse_lazy("clips"), icon_name="media", order=320)


@hooks.register("register_reports_menu_item")
def readings_item() -> MenuItem:
    return MenuItem(_("Readings of pages"), reverse_lazy("reading_report"), icon_name="view", order=900)


@hooks.register("register_admin_menu_item")
def menu_item_of_people() -> MenuItem:
    return MenuItem(_("Pictures of people"), reverse_lazy("pictures_of_people"), icon_name="group", order=311)


@hooks.register("register_rich_text_features", order=20)
def pictures_in_running_text(features: FeatureRegistry) -> None:
    """No editor can put a picture into running text; where one stands all the same, it is drawn only if it may be."""
    features.register_embed_type(FreeImageEmbedHandler)


@hooks.register("register_page_header_buttons")
def way_to_the_votes(page: Page, user: User, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """From a poll in the editor to its votes."""
    if isinstance(page, PollPage) and page.permissions_for_user(user).can_edit():
        yield Button(_("Votes"), reverse("empty_poll", args=[page.pk]), icon_name="list-ol", priority=90)


@hooks.register("before_delete_page")
def keep_pages_of_others(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Whoever may change a page may take it down; it is deleted only by the person who made it."""
    if page.owner_id == request.user.pk:
        return None
    messages.error(request, _("Only the person who made this page can delete it. You can unpublish it."))
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def keep_pages_of_others_at_once(
    request: HttpRequest, action_type: str, objects: list[object], action_class_instance: object
) -> HttpResponse | None:
    """The same for several pages at once."""
    if action_type != "delete" or request.method != "POST":
        return None
    strangers = [page for page in objects if isinstance(page, Page) and page.owner_id != request.user.pk]
    if not strangers:
        return None
    messages.error(request, _("Only the person who made a page can delete it. You can unpublish it."))
    return redirect("wagtailadmin_explore_root")
