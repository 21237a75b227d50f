"""Every column says why it is kept, for whom and how long, or is named as saying nothing of a person."""

import pytest
from django.conf import settings
from django.core import checks
from django.db import models
from django.test.utils import isolate_apps

from accounts.models import User
from accounts.retention import personal
from accounts.retention.personal import Kept, PrivacyClass, Purpose, declare, findings, must_be_personal, own_models
from people.models import Person

pytestmark = pytest.mark.once

LINE = Kept(Purpose.REGISTER, PrivacyClass.RESTRICTED, "identity")


def test_every_column_of_every_table_is_declared():
    assert findings() == []
    assert len(list(own_models())) > 100
    assert sum(len(model._meta.local_concrete_fields) for model in own_models()) > 1_000


def test_check_finds_what_the_guard_finds(monkeypatch):
    assert checks.run_checks(tags=["personal"]) == []
    monkeypatch.setitem(personal._declared, "people.Person", personal.Declared())
    found = checks.run_checks(tags=["personal"])
    assert columns(error.msg for error in found) == sorted(column.name for column in Person._meta.local_concrete_fields)
    assert {error.id for error in found} == {"accounts.E001"}


@pytest.fixture
def planted(monkeypatch):
    """A table as somebody adds it who does not know the rule."""
    monkeypatch.setattr(personal, "_declared", dict(personal.declared()))
    with isolate_apps():

        class Planted(models.Model):
            note = models.CharField(max_length=20)
            person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
            by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
            mail = models.EmailField()
            scan = models.FileField()

            class Meta:
                app_label = "people"

            def __str__(self):
                return self.note

        yield Planted


def columns(found):
    return [finding.split(" ")[0].rpartition(".")[2] for finding in found]


def test_a_planted_table_is_found_column_by_column(planted):
    assert columns(findings(iter([planted]))) == ["by", "id", "mail", "note", "person", "scan"]


def test_a_column_added_to_a_declared_table_is_found(planted):
    declare("people.Planted", {LINE: "person by mail scan"}, plain="id")
    assert columns(findings(iter([planted]))) == ["note"]


def test_what_leads_to_a_person_cannot_be_called_plain(planted):
    declare("people.Planted", plain="id note person by mail scan")
    assert columns(findings(iter([planted]))) == ["by", "mail", "person", "scan"]
    assert not must_be_personal(planted._meta.get_field("note"))


def test_what_left_the_table_is_found(planted):
    declare("people.Planted", {LINE: "person by mail scan phone"}, plain="id note")
    assert columns(findings(iter([planted]))) == ["phone"]


def test_a_table_that_left_is_found(planted):
    declare("people.Gone", plain="id")
    assert findings() == ["people.Gone is declared and not there."]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Kept(Purpose.REGISTER, PrivacyClass.RESTRICTED, "for_ever"),
        lambda: declare("people.Wrong", {LINE: "name"}, plain="name"),
        lambda: declare("people.Wrong", {LINE: "name name"}),
        lambda: declare("people.Person", plain="id"),
    ],
)
def test_a_declaration_that_says_two_things_stops_at_import(wrong):
    personal.declared()
    with pytest.raises(ValueError, match=r"term|declare"):
        wrong()


def test_the_packages_are_all_of_ours():
    apps = {model._meta.app_label for model in own_models()}
    assert {app for app in apps if not (settings.BASE_DIR / app).exists() and app not in OF_SITE} == set()
    assert apps >= OF_SITE


OF_SITE = {"accounts", "fieldbook", "participation", "people", "places", "portal", "reports"}
