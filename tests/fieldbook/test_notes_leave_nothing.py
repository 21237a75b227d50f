"""Names and stories slipped into a hand-over note lie nowhere: not in the database, not in a log, not in a mail.

Each search finds a word that was planted in the same place, or it would prove nothing.
"""

import json
import logging
from pathlib import Path

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.log import AdminEmailHandler

from fieldbook.models import Delivery
from participation.models import Meeting
from protection.models import HandOverNote
from tests.factories.accounts import make_user, signed_in
from tests.factories.hand_overs import note_facts
from tests.factories.helplines import helpline
from tests.factories.participation import make_group, make_meeting
from tests.factories.places import make_commune
from tests.fieldbook.phone import a_note

pytestmark = pytest.mark.django_db(transaction=True)
NAME, STORY, KHMER = "Zanzibarkid", "Quokkastory of what happened", "សុខបូផាសម្ងាត់"
CONTROL = "Plantedcontrol"
WORDS = (NAME, "Quokkastory", KHMER)
EXTRA = {"name": NAME, "story": STORY, "ឈ្មោះ": KHMER, "note": STORY, "category": STORY}


def every_row() -> str:
    """All that stands in the database, column by column."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(found).encode().decode("unicode_escape", errors="ignore") + "\n".join(found)


def files_of_the_database() -> list[Path]:
    """The file and its journal; a server's database has its files elsewhere, and ``every_row`` reads them."""
    if connection.vendor != "sqlite":
        return []
    name = Path(connection.settings_dict["NAME"])
    return [path for path in name.parent.glob(f"{name.name}*") if path.is_file()]


def hits(words, *, texts: list[str], folder: Path) -> list[str]:
    """Which words stand in which place."""
    everything = {"rows": every_row(), **{f"text {number}": text for number, text in enumerate(texts)}}
    paths = [*files_of_the_database(), *(path for path in folder.rglob("*") if path.is_file())]
    found = [f"{word} in {name}" for word in words for name, text in everything.items() if word in text]
    for path in paths:
        data = path.read_bytes()
        found += [f"{word} in {path.name}" for word in words if word.encode() in data]
    return found


@pytest.fixture
def mails(settings):
    settings.ADMINS = ["admin@example.org"]
    settings.DEBUG = False
    handler = AdminEmailHandler(include_html=True)
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    yield mail.outbox
    logger.removeHandler(handler)


def texts_of(caplog, mails) -> list[str]:
    sent = [f"{each.subject}{each.body}{each.alternatives}" for each in mails]
    return [caplog.text, *sent]


def from_phone(field, commune) -> list[str]:
    """Extra fields, too much, what is no JSON, and a record under a false kind of header; what became of each."""
    good = a_note(commune)
    tries = [
        {**good, **EXTRA},
        {**good, "handed_to": STORY},
        {**good, "area": KHMER},
        {**good, "story": STORY * 3000},
        f'{{"area": "{STORY}", "name": "{NAME}"'.encode(),
        json.dumps([NAME, STORY]).encode(),
    ]
    sealed = [field.phone.seal("note", each) for each in tries]
    status, answer = field.phone.deliver(*sealed)
    assert status == 200
    return [each["outcome"] for each in answer["answers"]] + [json.dumps(answer, ensure_ascii=False)]


def from_desk(user, commune) -> list[str]:
    """The form with more than it asks for, once complete and once with a mistake, and a number that is none."""
    desk = signed_in(user)
    told = {name: str(value) for name, value in note_facts(area=commune.pk).items()}
    whole = desk.post(reverse("worried:page"), {**told, **EXTRA})
    wrong = desk.post(reverse("worried:page"), {**told, **EXTRA, "urgency": STORY, "id": STORY})
    unknown = desk.post(reverse("worried:look"), {"reference": "ABCD2345", **EXTRA})
    return [whole.text, wrong.text, unknown.text]


def test_words_that_do_not_belong_in_a_note_are_nowhere(field, caplog, mails, tmp_path, settings, monkeypatch):
    settings.VAR_DIR = settings.PRIVATE_ROOT = settings.MEDIA_ROOT = tmp_path
    commune = make_commune("050601")
    *outcomes, answer = from_phone(field, commune)
    assert outcomes == ["refused"] * len(outcomes)
    assert (HandOverNote.objects.count(), Delivery.objects.count()) == (0, 0)
    pages = from_desk(make_user("programme_officer"), commune)
    assert HandOverNote.objects.count() == 1

    def fails(**facts):
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr("protection.views.worried.receive_note", fails)
    monkeypatch.setattr("fieldbook.actions.notes.receive_note", fails)
    broken = Client(raise_request_exception=False)
    broken.force_login(make_user("programme_officer"))
    told = {name: str(value) for name, value in note_facts(area=commune.pk).items()}
    assert broken.post(reverse("worried:page"), {**told, **EXTRA}).status_code == 500
    assert field.phone.send("note", a_note(commune))["outcome"] == "later"
    assert len(mails) == 1
    texts = [answer, *pages[:1], pages[2], *texts_of(caplog, mails)]
    assert hits(WORDS, texts=texts, folder=tmp_path) == []


def test_the_same_search_finds_what_was_planted(field, caplog, mails, tmp_path):
    make_meeting(group=make_group(), summary=f"{CONTROL} {KHMER}")
    (tmp_path / "kept").write_text(CONTROL)
    logging.getLogger("django.request").error("%s in a log", CONTROL)
    found = hits((CONTROL,), texts=texts_of(caplog, mails), folder=tmp_path)
    places, database = {each.rpartition(" in ")[2] for each in found}, files_of_the_database()
    assert places >= {"rows", "text 0", "text 1", "kept"}
    assert places & {path.name for path in database} or not database
    assert f"{KHMER} in rows" in hits((KHMER,), texts=[], folder=tmp_path)
    assert Meeting.objects.count() == 1


def test_a_refused_meeting_is_kept_sealed_and_a_refused_note_is_not(field):
    """What other refused records are kept by would have kept the note too."""
    assert field.phone.send("meeting", {"story": STORY})["outcome"] == "refused"
    assert Delivery.objects.get().sealed is not None
    assert field.phone.send("note", {"story": STORY})["outcome"] == "refused"
    assert Delivery.objects.count() == 1


def test_no_list_file_search_or_interface_tells_of_a_note(field, client):
    """Not even that there is one: every page and file that a safeguarding officer opens, but the notes' own."""
    commune = make_commune("050601")
    helpline(number="1280", verified_on="2026-09-01", next_check_on="2027-03-01")
    field.phone.send("note", a_note(commune))
    note = HandOverNote.objects.get()
    officer = signed_in(make_user("safeguarding_officer"))
    own = officer.get(reverse("hand_overs:list")).text
    assert note.reference in own  # the control: the same words are found where they may stand
    pages = ["/desk/", "/desk/notices/", "/desk/groups/", "/desk/journal/", "/desk/services/", "/desk/helplines/"]
    pages += ["/desk/groups/?q=social_worker", "/km/search/?q=social_worker", "/field/api/v1/openapi.json"]
    pages += ["/desk/journal/list.csv", "/desk/helplines/list.csv", "/desk/services/list.csv", "/api/v2/pages/"]
    for page in pages:
        response = officer.get(page)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        text = content.decode(errors="ignore")
        assert response.status_code in (200, 302, 404), page
        assert note.reference not in text, page
        assert str(note.pk) not in text or "journal" in page, page
