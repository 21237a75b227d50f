"""No route leads a picture that must not be shown to readers. Each route is tried with the guard and without it."""

from contextlib import suppress
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as django_settings
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import models
from django.test.utils import isolate_apps
from django.utils import timezone
from wagtail.fields import StreamField
from wagtail.models import GroupApprovalTask, GroupPagePermission, Locale, Page, Workflow, WorkflowPage, WorkflowTask
from wagtail_localize.models import Translation, TranslationSource

from accounts.models import JournalEntry
from accounts.publishing import publishing_group
from content.blocks import PictureBlock
from content.models import HomePage, Picture
from content.publishing import PicturesNotFree
from content.using import keys_of_pictures_in
from tests.content.conftest import confirmed, picture
from tests.content.released import Released
from tests.people.photographs import upload

pytestmark = pytest.mark.django_db


def showing(made: Picture) -> str:
    return f'<p>Look</p><embed embedtype="image" id="{made.pk}" format="fullwidth" alt="x"/>'


def draft(made: Picture, owner=None, slug: str = "draft", **fields) -> HomePage:
    """A page that was never live, with a picture."""
    root = Page.get_first_root_node()
    page = HomePage(title="Draft", slug=slug, live=False, locale=Locale.objects.get(language_code="km"), owner=owner)
    page.body = showing(made)
    for name, value in fields.items():
        setattr(page, name, value)
    root.add_child(instance=page)
    page.save_revision()
    return page


def live_page(slug: str = "live") -> HomePage:
    page = draft(confirmed(), slug=slug)
    page.get_latest_revision().publish()
    return HomePage.objects.get(pk=page.pk)


@pytest.fixture
def admin(client, editor):
    """Somebody whom an administrator let publish by hand: the readers of a page are no part of these routes."""
    publish = Permission.objects.get(content_type__app_label="wagtailcore", codename="publish_page")
    root = Page.get_first_root_node()
    GroupPagePermission.objects.get_or_create(group=publishing_group(), page=root, permission=publish)
    client.force_login(editor, backend=django_settings.AUTHENTICATION_BACKENDS[0])
    return client


@pytest.fixture
def no_guard(monkeypatch):
    return lambda: monkeypatch.setattr("content.publishing.refuse_pictures_not_free", lambda *args, **kwargs: None)


# --- the routes ------------------------------------------------------------------------------------------------------
def by_code(page, admin):
    page.get_latest_revision().publish()


def by_saving(page, admin):
    page.live = True
    page.save()


def by_saving_without_checks(page, admin):
    page.live = True
    page.save(clean=False)


def by_saving_one_column(page, admin):
    page.live = True
    page.save(update_fields=["live"], clean=False)


def by_saving_the_row_of_all_pages(page, admin):
    bare = Page.objects.get(pk=page.pk)
    bare.live = True
    bare.save(clean=False)


def by_many_at_once(page, admin):
    response = admin.post(f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}&next=/admin/pages/", follow=True)
    assert response.status_code == 200


def by_workflow(page, admin):
    task = GroupApprovalTask.objects.create(name="Look")
    task.groups.add(publishing_group())
    workflow = Workflow.objects.create(name="Look")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=page)
    state = workflow.start(page, None)
    path = f"/admin/pages/workflow/action/{page.pk}/approve/{state.current_task_state.pk}/"
    assert admin.post(path, {"comment": ""}, follow=True).status_code == 200


def by_the_clock(page, admin):
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision().publish()
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        call_command("publish_scheduled")


def by_a_copy(page, admin):
    Page.objects.filter(pk=page.pk).update(live=True)
    HomePage.objects.get(pk=page.pk).copy(update_attrs={"slug": "copied"})


def by_an_old_version(page, admin):
    """A version that was good when it was live; one that has none took its place."""
    revision = page.get_latest_revision()
    page.body = "<p>Without</p>"
    page.save_revision().publish()
    page.refresh_from_db()
    page.unpublish()
    revision.publish(previous_revision=revision)


def by_a_translation(page, admin):
    source, _is_new = TranslationSource.get_or_create_from_instance(page)
    english = Locale.objects.get(language_code="en")
    translation = Translation.objects.create(source=source, target_locale=english)
    translation.save_target(publish=True)


ROUTES = [
    by_code,
    by_saving,
    by_saving_without_checks,
    by_saving_one_column,
    by_saving_the_row_of_all_pages,
    by_many_at_once,
    by_workflow,
    by_the_clock,
    by_a_copy,
    by_an_old_version,
    by_a_translation,
]


def is_shown(page: HomePage, route) -> bool:
    """Whether readers would get the page, or its copy or translation, with the picture."""
    pages = HomePage.objects.filter(pk=page.pk)
    if route is by_a_copy:
        pages = HomePage.objects.filter(slug="copied")
    elif route is by_a_translation:
        pages = HomePage.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk)
    return any(each.live and "embed" in each.body for each in pages)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.__name__)
@pytest.mark.parametrize("state", ["red", "unconfirmed"])
def test_picture_that_must_not_be_shown_goes_live_by_no_route(
    starter, admin, editor, route, state, django_capture_on_commit_callbacks
):
    made = picture() if state == "red" else confirmed()
    if state == "unconfirmed":
        Picture.objects.filter(pk=made.pk).update(confirmed_by=None, confirmed_on=None)
    page = draft(made, editor)
    with suppress(PicturesNotFree), django_capture_on_commit_callbacks(execute=True):
        route(page, admin)
    assert not is_shown(page, route)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.__name__)
def test_each_route_is_one(starter, admin, editor, route, no_guard, django_capture_on_commit_callbacks):
    page = draft(picture(), editor)
    no_guard()
    with django_capture_on_commit_callbacks(execute=True):
        route(page, admin)
    assert is_shown(page, route)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.__name__)
def test_each_route_is_open_for_a_picture_that_may_be_shown(
    starter, admin, editor, route, django_capture_on_commit_callbacks
):
    page = draft(confirmed(), editor)
    with django_capture_on_commit_callbacks(execute=True):
        route(page, admin)
    assert is_shown(page, route)


# --- what the editor reads -------------------------------------------------------------------------------------------
def test_editor_is_led_back_to_the_draft_and_reads_which_picture(starter, admin, editor):
    made = picture(title="Kite & girl")
    page = draft(made, editor)
    path = f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}&next=/admin/pages/"
    response = admin.post(path, follow=True)
    assert response.redirect_chain[-1][0] == f"/admin/pages/{page.pk}/edit/"
    text = response.content.decode()
    assert "the picture “Kite &amp; girl” must not be shown. Nobody has said yet who is in this picture." in text
    assert f'<a href="/admin/pictures/{made.pk}/">Kite &amp; girl</a>' in text
    assert 'data-light="red"' in text
    assert keys_of_pictures_in(page.get_latest_revision_as_object()) == {made.pk}


def test_saving_a_draft_of_a_live_page_with_such_a_picture_is_allowed(starter):
    page = live_page()
    page.body = showing(picture())
    page.save_revision()
    page.refresh_from_db()
    assert (page.live, page.has_unpublished_changes) == (True, True)


def test_a_program_gets_the_refusal_as_data(starter, admin, editor):
    page = draft(picture(), editor)
    path = f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}&next=/admin/pages/"
    response = admin.post(path, headers={"accept": "application/json"})
    assert (response.status_code, response.json()["error_code"]) == (400, "pictures_not_free")


# --- by the clock ----------------------------------------------------------------------------------------------------
def test_page_that_turned_red_is_kept_back_and_the_others_go_live(starter, private_photos, capsys):
    released = Released()
    in_an_hour = timezone.now() + timedelta(hours=1)
    first = draft(released.picture, slug="first", go_live_at=in_an_hour)
    second = draft(confirmed(), slug="second", go_live_at=in_an_hour + timedelta(minutes=1))
    for page in (first, second):
        page.save_revision().publish()
    Picture.objects.filter(pk=released.picture.pk).update(file_hash="another")
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        call_command("publish_scheduled", dryrun=True)
        assert not HomePage.objects.get(pk=second.pk).live
        call_command("publish_scheduled")
    assert [HomePage.objects.get(pk=page.pk).live for page in (first, second)] == [False, True]
    assert JournalEntry.objects.get(verb="page.kept_back").about_id == str(first.pk)
    assert not first.revisions.filter(approved_go_live_at__isnull=False).exists()


def test_a_plan_with_such_a_picture_is_refused_when_it_is_made(starter):
    page = draft(picture(), go_live_at=timezone.now() + timedelta(hours=1))
    with pytest.raises(PicturesNotFree):
        page.save_revision().publish()
    assert not page.revisions.filter(approved_go_live_at__isnull=False).exists()


# --- when the picture of a live page changes -------------------------------------------------------------------------
def test_replaced_file_is_neither_drawn_nor_served(starter, client):
    page = live_page("live-file")
    made = Picture.objects.get(pk=keys_of_pictures_in(page).pop())
    address = made.get_rendition("width-20").url
    before = client.get(address)
    b"".join(before.streaming_content)
    assert before.status_code == 200
    made.file = upload("png")
    made.save()
    fresh = Picture.objects.get(pk=made.pk).get_rendition("width-20").url
    assert [client.get(path).status_code for path in (address, fresh)] == [404, 404]


# --- what a page shows -----------------------------------------------------------------------------------------------
@isolate_apps("modelcluster")
def test_pictures_in_blocks_however_deep_are_found():
    class Told(models.Model):
        body = StreamField([("picture", PictureBlock())])
        cover = models.ForeignKey(Picture, on_delete=models.SET_NULL, null=True)

        class Meta:
            app_label = "modelcluster"

        def __str__(self) -> str:
            return "told"

    first, second = confirmed(), picture()
    page = Told(body=[("picture", {"picture": first, "caption": ""})], cover=second)
    assert keys_of_pictures_in(page) == {first.pk, second.pk}
    assert keys_of_pictures_in(page, fields=["body"]) == {first.pk}
    assert keys_of_pictures_in(page, fields=["title"]) == set()
