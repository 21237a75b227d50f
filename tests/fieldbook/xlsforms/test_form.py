"""The form, proved with the converter that KoboToolbox and ODK use."""

import io
import re
from datetime import date
from xml.etree import ElementTree

import pytest
from django.utils import translation
from openpyxl import load_workbook

from accounts.models import JournalEntry
from fieldbook.xlsforms.answers import PLACES
from fieldbook.xlsforms.making import make_form
from fieldbook.xlsforms.refusals import NoGroups, TooManyGroups
from fieldbook.xlsforms.survey import ROOT, every_question
from fieldbook.xlsforms.workbook import ENGLISH, KHMER, as_xlsx
from participation.models import Kind
from tests.factories.accounts import make_user
from tests.factories.helplines import helpline
from tests.factories.participation import make_closed_group, make_group, make_membership, make_post, make_topic
from tests.factories.places import make_area
from tests.participation.reaches import Reach

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 1)
FORMS = {"xf": "http://www.w3.org/2002/xforms", "h": "http://www.w3.org/1999/xhtml"}


@pytest.fixture
def reach():
    reach = Reach()
    make_post(Kind.COUNCIL, "leader")
    make_topic(type="article", number=12, code="article-12", name_km="ការស្តាប់", name_en="Being heard")
    make_topic(code="theatre", name_km="ល្ខោន", name_en="Theatre")
    return reach


def converted(content: bytes):
    """The XForm of an XLSX file, without an error; and what the converter warns of."""
    from pyxform.xls2xform import convert  # slow to load

    result = convert(io.BytesIO(content), file_type=".xlsx", validate=False, pretty_print=False)
    return ElementTree.fromstring(result.xform), result.warnings


def sheet(content: bytes, name: str) -> list[dict]:
    rows = list(load_workbook(io.BytesIO(content))[name].iter_rows(values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def texts_of(form) -> dict[str, dict[str, str]]:
    """By language, the text of each thing that is shown."""
    return {
        block.get("lang"): {
            text.get("id"): "".join(text.find("xf:value", FORMS).itertext()) for text in block.findall("xf:text", FORMS)
        }
        for block in form.iter(f"{{{FORMS['xf']}}}translation")
    }


@pytest.mark.parametrize("ticks_codes", [False, True])
def test_form_converts_without_error_or_warning_and_every_word_stands_in_both_languages(reach, ticks_codes):
    make_group(kind=Kind.COUNCIL, area=make_area("0506"), name_km='ក្រុមប្រឹក្សា <b> & "ស្រុក" ${x}')
    form, warnings = converted(as_xlsx(make_form(by=reach.officer(), ticks_codes=ticks_codes, reason="paper")))
    assert warnings == []
    texts = texts_of(form)
    assert set(texts) == {KHMER, ENGLISH}
    assert texts[KHMER].keys() == texts[ENGLISH].keys() != set()
    assert [(id, words) for texts in texts.values() for id, words in texts.items() if words.strip() in ("", "-")] == []
    english_only = [id for id, words in texts[KHMER].items() if not re.search("[ក-៹]", words)]
    codes = [id for id in english_only if id.startswith("member-")]
    assert [id for id in english_only if id not in codes] == []
    assert bool(codes) is ticks_codes


def test_places_lead_to_the_group_and_each_step_narrows_the_next(reach):
    form, _warnings = converted(as_xlsx(make_form(by=reach.officer())))
    sets = {each.get("nodeset") for each in form.iter(f"{{{FORMS['xf']}}}itemset")}
    for narrower, wider in (("district", "province"), ("commune", "district"), ("community_group", "commune")):
        assert f"instance('{narrower}')/{ROOT}/item[{wider}= /data/where/{wider} ]" in sets
    binds = {each.get("nodeset"): each.attrib for each in form.iter(f"{{{FORMS['xf']}}}bind")}
    council = binds["/data/meeting/quorum_met"]["relevant"]
    assert council.strip() == "/data/where/group_kind  = 'council'"
    day = binds["/data/held_on"]
    assert (day["required"], day["constraint"].split(" and ")[0]) == ("true()", ". <= today()")


def test_form_names_itself_its_version_and_each_submission(reach):
    made = make_form(by=reach.officer())
    content = as_xlsx(made)
    (settings,) = sheet(content, "settings")
    assert (settings["form_id"], settings["default_language"]) == ("club_meetings", KHMER)
    assert re.fullmatch(r"20[0-9]{12}", settings["version"])
    form, _warnings = converted(content)
    (name,) = [each for each in form.iter(f"{{{FORMS['xf']}}}bind") if each.get("nodeset").endswith("/instanceName")]
    assert name.get("calculate") == "concat( /data/where/group_code , ' ',  /data/held_on )"


def test_form_holds_the_groups_within_reach_that_meet_and_no_name_of_a_child(reach):
    make_closed_group(area=reach.group.area)
    for user in (reach.officer(), reach.facilitator()):
        content = as_xlsx(make_form(by=user))
        groups = [row["name"] for row in sheet(content, "choices") if row["list_name"] == "community_group"]
        assert groups == [reach.group.code]
        words = " ".join(
            str(value) for name in ("survey", "choices") for row in sheet(content, name) for value in row.values()
        )
        assert reach.group.name_km in words  # so a name would have been found
        for word in (reach.person.family_name, reach.person.given_name, reach.person.code):
            assert word not in words


def test_codes_are_in_the_form_only_where_they_were_asked_for_and_that_is_a_line_with_a_reason(reach):
    officer = reach.officer()
    content = as_xlsx(make_form(by=officer, ticks_codes=True, reason="paper"))
    members = [row for row in sheet(content, "choices") if row["list_name"] == "member"]
    assert [(row["name"], row["of_group"]) for row in members] == [(reach.person.code, reach.group.code)]
    assert members[0][f"label::{KHMER}"] == members[0][f"label::{ENGLISH}"] == reach.person.code
    line = JournalEntry.objects.get(verb="names.exported")
    assert (line.actor, line.people) == (officer, 1)
    assert (line.details["reason"], line.details["rows"]) == ("paper", 1)


def test_codes_of_own_groups_are_none_for_who_may_not_take_lists_along(reach):
    content = as_xlsx(make_form(by=reach.facilitator(), ticks_codes=True, reason="paper"))
    assert [row for row in sheet(content, "choices") if row["list_name"] == "member"] == []


def test_form_without_a_group_or_with_too_many_is_refused_with_a_sentence(reach, monkeypatch):
    with pytest.raises(NoGroups):
        make_form(by=make_user("programme_officer", area=make_area("0707")))
    monkeypatch.setattr("fieldbook.xlsforms.making.MOST_GROUPS", 0)
    with pytest.raises(TooManyGroups):
        make_form(by=reach.officer())


def test_help_is_the_first_helpline_of_the_register(reach):
    helpline(number="1280", position=1, verified_on=TODAY, next_check_on=TODAY)
    words = " ".join(str(row) for row in sheet(as_xlsx(make_form(by=reach.officer())), "survey"))
    assert "1280" in words


def test_names_of_questions_are_used_once_and_labels_too():
    for language in ("km", "en"):
        with translation.override(language):
            asked = every_question()
        labels = [row.label for row in asked if row.label and row.name not in PLACES]
        assert len({row.name for row in asked}) == len(asked)
        assert sorted({label for label in labels if labels.count(label) > 1}) == []
        assert [label for label in labels if "/" in label] == []


def test_members_of_a_group_are_looked_up_once_for_all_groups(reach, django_assert_max_num_queries):
    for _ in range(6):
        make_membership(group=make_group(area=reach.group.area))
    officer = reach.officer()
    with django_assert_max_num_queries(22):
        made = make_form(by=officer, ticks_codes=True, reason="paper")
    assert (made.groups, made.codes) == (7, 7)
