"""Consent taken back: the picture goes with every size of it, pages with it are taken down, and the journal knows."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone, translation

from accounts.models import JournalEntry
from content.models import HomePage, Picture, PictureRelease
from content.using import uses_of
from people import consequences
from people.consenting import withdraw_consent
from people.models import Purpose
from tests.content.released import Released
from tests.content.test_publishing import draft
from tests.factories.accounts import make_user
from tests.factories.people import make_consent

pytestmark = pytest.mark.django_db


@pytest.fixture
def released(private_photos, starter, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return Released()


@pytest.fixture
def live(released):
    page = draft(released.picture, slug="shown")
    page.get_latest_revision().publish()
    return HomePage.objects.get(pk=page.pk)


def status_of(client, address: str) -> int:
    response = client.get(address)
    if response.streaming:
        b"".join(response.streaming_content)
    return response.status_code


def withdraw(released, capture, by=None):
    with capture(execute=True):
        withdraw_consent(consent=released.consents[1], by=by or make_user())


def test_withdrawing_takes_down_the_page_and_deletes_every_file(
    released, live, client, django_capture_on_commit_callbacks
):
    made, by = released.picture, make_user()
    sizes = [made.get_rendition(spec) for spec in ("width-20", "width-30|format-webp")]
    files = [made.file.name, *(each.file.name for each in sizes)]
    address = sizes[0].url
    assert [default_storage.exists(name) for name in files] == [True] * 3
    assert status_of(client, address) == 200
    withdraw(released, django_capture_on_commit_callbacks, by)
    assert [default_storage.exists(name) for name in files] == [False] * 3
    assert status_of(client, address) == 404
    live.refresh_from_db()
    assert (live.live, Picture.objects.filter(pk=made.pk).exists()) == (False, False)
    release = PictureRelease.objects.get()
    assert (release.picture, release.ended_because, release.ended_on) == (None, "withdrawn", timezone.localdate())
    entry = JournalEntry.objects.get(verb="picture.taken_down")
    assert (entry.about_id, entry.actor) == (str(made.pk), by)
    assert entry.details == {"because": "withdrawn", "release": release.pk, "pages": [live.pk]}


def test_another_purpose_leaves_the_picture_alone(released, live):
    inside = released.people[0].consents.get(purpose=Purpose.PHOTO_INSIDE)
    withdraw_consent(consent=inside, by=make_user())
    live.refresh_from_db()
    assert (live.live, Picture.objects.count()) == (True, 1)


def test_somebody_else_leaves_the_picture_alone(released, live):
    withdraw_consent(consent=make_consent(purpose=Purpose.PHOTO_PUBLIC), by=make_user())
    assert PictureRelease.objects.standing().count() == 1


def test_nothing_happens_when_the_withdrawal_fails(released, live, monkeypatch, django_capture_on_commit_callbacks):
    def broken(consent, by):
        raise RuntimeError

    monkeypatch.setattr(
        consequences, "_consequences", [*consequences._consequences, consequences.Consequence("x", list, broken)]
    )
    name = released.picture.file.name
    with pytest.raises(RuntimeError):
        withdraw(released, django_capture_on_commit_callbacks)
    assert default_storage.exists(name)
    assert HomePage.objects.get(pk=live.pk).live


def test_drafts_and_plans_are_found_and_plans_forgotten(released, live, django_capture_on_commit_callbacks):
    planned = draft(released.picture, slug="planned", go_live_at=timezone.now() + timedelta(days=1))
    planned.save_revision().publish()
    draft(released.picture, slug="idle")
    live.body = "<p>Without</p>"
    live.save_revision().publish()
    live.body = f'<embed embedtype="image" id="{released.picture.pk}" format="fullwidth" alt="x"/>'
    live.save_revision()
    found = {use.page.slug: use.is_live for use in uses_of(released.picture)}
    assert found == {"planned": False, "idle": False, "shown": False}
    withdraw(released, django_capture_on_commit_callbacks)
    assert not planned.revisions.filter(approved_go_live_at__isnull=False).exists()
    assert HomePage.objects.get(pk=live.pk).live


def test_who_withdraws_is_told_before(released, live):
    draft(released.picture, slug="idle")
    with translation.override("en"):
        told = consequences.told_of(released.consents[0])
    assert told == [
        "1 picture on public pages is deleted, in every size.",
        "The page “Draft” is taken down.",
        "1 draft loses the picture.",
        "Copies that people have saved on their telephones cannot be called back.",
    ]
    assert consequences.told_of(make_consent(purpose=Purpose.PHOTO_PUBLIC)) == []


def test_titles_of_drafts_are_not_told(released):
    draft(released.picture, slug="idle")
    assert not any("Draft" in sentence for sentence in consequences.told_of(released.consents[0]))


def test_end_by_date_needs_nobody(released, live, client, django_capture_on_commit_callbacks, capsys):
    address = released.picture.get_rendition("width-20").url
    last = released.consents[0].valid_until
    with (
        time_machine.travel(timezone.now() + (last - timezone.localdate())),
        django_capture_on_commit_callbacks(execute=True),
    ):
        call_command("take_down_pictures")
    assert Picture.objects.count() == 1
    with time_machine.travel(timezone.now() + (last - timezone.localdate()) + timedelta(days=1)):
        assert status_of(client, address) == 404  # before any command ran
        with django_capture_on_commit_callbacks(execute=True):
            call_command("take_down_pictures")
    assert capsys.readouterr().out.splitlines() == ["Took down 0 pictures.", "Took down 1 pictures."]
    assert (HomePage.objects.get(pk=live.pk).live, Picture.objects.count()) == (False, 0)
    assert PictureRelease.objects.get().ended_because == "ended"
    assert not Path(released.picture.file.path).exists()


def test_pictures_without_people_outlive_the_night(released):
    from tests.content.conftest import confirmed, picture  # beside the released one

    confirmed(), picture()
    call_command("take_down_pictures", verbosity=0)
    assert Picture.objects.count() == 3
