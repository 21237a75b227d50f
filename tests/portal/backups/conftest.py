"""A portal with a life in it, and keys for its backups."""

import random
from datetime import date, time
from pathlib import Path

import pytest
from django.core.management import call_command
from wagtail.models import Page

from accounts import journal
from content.models import Clip, Picture, PictureRendition
from content.starter import make_starter_content
from participation.models import ImportedFile
from portal.backups.making import make_backup
from tests.content.conftest import picture
from tests.factories.accounts import make_user
from tests.factories.participation import (
    make_decision,
    make_facilitation,
    make_group,
    make_import,
    make_mark,
    make_meeting,
    make_membership,
    make_photo,
    make_plan,
    make_post,
)
from tests.factories.people import make_consent, make_person
from tests.portal.backups.archives import Pair, make_pair

PLANTED = "Sokunthea Plantedname"
"""A name that nothing else in the archive has."""
PLANTED_KHMER = "ឈ្មោះដែលបានដាំ"


@pytest.fixture
def folders(settings, tmp_path):
    """The portal's own folders, which a restore may exchange."""
    settings.VAR_DIR = tmp_path / "var"
    settings.MEDIA_ROOT = settings.VAR_DIR / "media"
    settings.PRIVATE_ROOT = settings.VAR_DIR / "private"
    settings.PHONE_KEYS_DIR = settings.VAR_DIR / "phone_keys"
    for folder in (settings.MEDIA_ROOT, settings.PRIVATE_ROOT):
        folder.mkdir(parents=True)
    return settings.VAR_DIR


@pytest.fixture
def pair(tmp_path) -> Pair:
    return make_pair(tmp_path)


@pytest.fixture
def life(transactional_db, folders, settings, made_once):
    """Accounts, a group with members, meetings, photos and consents, pages with their pictures, journal lines."""
    made_once(make_starter_content)
    user, group = make_user("facilitator"), make_group(founded_on=date(2020, 1, 1))
    make_post(group.kind)
    make_facilitation(user=user, group=group)
    named = make_person(given_name=PLANTED_KHMER, name_latin=PLANTED)
    people = [named, *(make_person() for _ in range(4))]
    for person in people:
        make_membership(group=group, person=person)
        make_consent(person=person)
    meetings = [make_meeting(group=group) for _ in range(3)]
    for meeting in meetings:
        make_decision(meeting=meeting, text='សម្អាត "អណ្តូង"\n\tទី១ \\ \x7f 🪷')
        for person in people:
            make_mark(meeting=meeting, person=person)
    make_photo(meeting=meetings[0])
    make_plan(group=group, starts_at=time(7, 30))
    ImportedFile.objects.create(run=make_import(by=user), content=bytes(range(256)))
    (settings.PRIVATE_ROOT / "recording.mp3").write_bytes(random.Random(1).randbytes(200_000))
    Clip.objects.create(
        page=Page.objects.first(), size=1, seconds=2.0625, declared_on=date(2026, 1, 1), speaker="adult", told="0" * 64
    )
    shown = picture()
    assert isinstance(shown, Picture)
    assert shown.get_rendition("width-20").file
    assert PictureRendition.objects.count() == 1
    journal.note("group.changed", about=group, by=user, changed=["name_km"], number=3)
    call_command("update_index", verbosity=0)  # titles are weighed against each other only when all are read
    return group


@pytest.fixture
def archive(life, tmp_path, pair) -> Path:
    """A backup of that portal."""
    target = tmp_path / "portal.age"
    make_backup(target, recipients=[pair.public], say=lambda text: None)
    return target
