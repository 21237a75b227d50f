"""Ways to fill a seat, bodies in which councils speak, and where one council is heard."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from accounts.models import JournalEntry
from councils.actions.lists import add_body, add_method, change_body, change_method
from councils.actions.representations import end_representation, represent
from councils.models import FillingMethod, Representation, RepresentedBody
from councils.refusals import (
    AlreadyRepresented,
    BodyNotInUse,
    CodeTaken,
    NotACouncil,
    NotASeatOfIt,
    RepresentationEnded,
    RepresentationEndsBeforeItBegins,
)
from councils.seeds.lists import BODIES, METHODS
from tests.factories.accounts import make_user
from tests.factories.councils import make_body, make_council, make_method, make_representation, make_seat
from tests.factories.participation import make_group

pytestmark = pytest.mark.django_db
D = date(2026, 1, 1)


# --- lists -----------------------------------------------------------------------------------------------------------
def test_seeds_are_added_once_and_stay_as_an_administrator_left_them(capsys):
    call_command("seed_councils")
    assert (FillingMethod.objects.count(), RepresentedBody.objects.count()) == (len(METHODS), len(BODIES))
    assert "Added 6 ways to fill a seat, 5 bodies." in capsys.readouterr().out
    FillingMethod.objects.filter(code="acting").update(name_en="For now", is_active=False)
    call_command("seed_councils", verbosity=0)
    acting = FillingMethod.objects.get(code="acting")
    assert (acting.name_en, acting.is_active, FillingMethod.objects.count()) == ("For now", False, len(METHODS))
    assert list(FillingMethod.objects.filter(is_election=True).order_by("position").values_list("code", flat=True)) == [
        "ballot",
        "show_of_hands",
        "phone_ballot",
    ]


def test_a_way_is_added_and_changed():
    by = make_user()
    method = add_method(code=" Lots ", name_km=" ចាប់ឆ្នោត ", name_en="Drawn by lot", by=by)
    assert (method.code, method.name_km, method.is_election) == ("lots", "ចាប់ឆ្នោត", False)
    change_method(method=method, name_en="By lot", is_active=False, by=by)
    method.refresh_from_db()
    assert (method.name_en, method.is_active, method.code) == ("By lot", False, "lots")
    verbs = list(JournalEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["filling_method.added", "filling_method.changed"]


def test_a_body_is_added_and_changed():
    by = make_user()
    body = add_body(code="youth_council", name_km="ក្រុមប្រឹក្សាយុវជន", name_en="Youth council", by=by)
    change_body(body=body, position=5, by=by)
    body.refresh_from_db()
    assert (body.position, str(body)) == (5, "ក្រុមប្រឹក្សាយុវជន")
    verbs = list(JournalEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["represented_body.added", "represented_body.changed"]


def test_a_code_stands_once_and_for_ever():
    make_method("ballot")
    with pytest.raises(CodeTaken):
        add_method(code="BALLOT", name_km="ក", name_en="x", by=make_user())
    with pytest.raises(TypeError):
        change_method(method=make_method("ballot"), code="other", by=make_user())
    with pytest.raises(ValidationError):
        add_body(code="", name_km="ក", name_en="x", by=make_user())


# --- where a council is heard ----------------------------------------------------------------------------------------
def test_a_council_is_heard_in_a_body_until_a_day():
    council, body, by = make_council(), make_body(), make_user()
    seat = make_seat(council=council)
    voice = represent(council=council, body=body, seat=seat, began_on=D, by=by)
    with pytest.raises(AlreadyRepresented):
        represent(council=council, body=body, began_on=D, by=by)
    with pytest.raises(RepresentationEndsBeforeItBegins):
        end_representation(representation=voice, ended_on=date(2025, 12, 31), by=by)
    end_representation(representation=voice, ended_on=date(2026, 2, 1), by=by)
    with pytest.raises(RepresentationEnded):
        end_representation(representation=voice, ended_on=date(2026, 2, 1), by=by)
    assert list(Representation.objects.current(date(2026, 2, 1))) == [voice]
    assert list(Representation.objects.current(date(2026, 2, 2))) == []
    represent(council=council, body=body, began_on=date(2026, 2, 2), by=by)
    verbs = list(JournalEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["representation.begun", "representation.ended", "representation.begun"]


def test_only_own_seats_speak_in_bodies_that_are_in_use():
    council, by = make_council(), make_user()
    with pytest.raises(NotASeatOfIt):
        represent(council=council, body=make_body(), seat=make_seat(), began_on=D, by=by)
    with pytest.raises(BodyNotInUse):
        represent(council=council, body=make_body("forum", is_active=False), began_on=D, by=by)
    with pytest.raises(NotACouncil):
        represent(council=make_group(), body=make_body(), began_on=D, by=by)
    assert Representation.objects.count() == 0


def test_a_voice_stays_when_its_seat_goes():
    voice = make_representation()
    seat = make_seat(council=voice.council)
    Representation.objects.update(seat=seat)
    seat.delete()
    voice.refresh_from_db()
    assert voice.seat is None
