"""The shared components: what they promise to people who cannot see the colour, hear the word or run the script."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import SUCCESS
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from participation.models import Attendance, CommunityGroup, Kind
from participation.reads.needs import PICTURES
from portal.navigation import SECTIONS
from portal.templatetags.components import beside, icon, same_page

TEMPLATES = Path(settings.BASE_DIR) / "templates"
SVG = "{http://www.w3.org/2000/svg}"


def symbols(name: str) -> set[str]:
    tree = ElementTree.parse(Path(settings.BASE_DIR) / "static" / "img" / name)  # noqa: S314  our own file
    return {symbol.get("id") for symbol in tree.iter(f"{SVG}symbol")}


def part(name: str, **context) -> str:
    with translation.override("en"):
        return render_to_string(f"components/{name}.html", context)


class GroupForm(forms.Form):
    name = forms.CharField(label="Name", help_text="As its members call it")
    latin = forms.CharField(label="Latin name", required=False)
    kind = forms.ChoiceField(label="Kind", widget=forms.RadioSelect, choices=Kind)
    girls = forms.IntegerField(label="Girls", min_value=0, initial=3)
    agreed = forms.BooleanField(label="Agreed")


# --- pictograms ------------------------------------------------------------------------------------------------------
def test_icon_is_decoration_unless_it_has_a_label():
    assert 'aria-hidden="true"' in icon({}, "bell")
    assert 'role="img" aria-label="Notices"' in icon({}, "bell", "Notices")
    assert "&lt;b&gt;" in icon({}, "bell", "<b>")


def test_every_pictogram_that_a_template_names_is_drawn():
    drawn = symbols("icons.svg")
    named = re.compile(r"""\{% icon "([\w-]+)"(?!\|)|\b(?:submit_|action_)?icon="([\w-]+)\"""")
    found = {
        (str(path.relative_to(TEMPLATES)), name)
        for path in TEMPLATES.rglob("*.html")
        if '{% extends "wagtailadmin/' not in (text := path.read_text())  # whose pictograms are Wagtail's
        for match in named.finditer(text)
        for name in match.groups()
        if name
    }
    assert ("components/_topbar.html", "bell") in found
    assert [(path, name) for path, name in sorted(found) if name not in drawn] == []


def test_every_pictogram_that_data_names_is_drawn():
    named = {entry.icon for section in SECTIONS for entry in section.entries}
    named |= {f"kind-{kind}" for kind in Kind.values}
    named |= {f"status-{status}" for status in [*CommunityGroup.Status.values, "overdue"]}
    named |= {f"state-{state}" for state in Attendance.State.values}
    named |= set(PICTURES.values())
    assert named - symbols("icons.svg") == set()


def test_every_drawing_of_an_empty_place_is_drawn():
    found = {name for path in TEMPLATES.rglob("*.html") for name in re.findall(r'drawing="([\w-]+)"', path.read_text())}
    assert found
    assert found - symbols("drawings.svg") == set()


# --- forms -----------------------------------------------------------------------------------------------------------
def test_field_ties_help_and_error_to_the_input():
    form = GroupForm(data={"name": ""})
    html = part("field", field=form["name"])
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert '<label class="field-label" for="id_name">' in html


def test_field_says_in_words_that_it_may_stay_empty():
    form = GroupForm()
    assert "may stay empty" in part("field", field=form["latin"])
    assert "may stay empty" not in part("field", field=form["name"])
    assert "may stay empty" not in part("field", field=form["latin"], is_filter=True)


def test_field_of_choices_is_a_group_with_a_legend_and_its_error():
    form = GroupForm(data={})
    html = part("radio_cards", field=form["kind"], icons="kind-")
    assert '<fieldset class="field" id="id_kind_group"' in html
    assert '<legend class="field-label">Kind' in html
    assert 'aria-describedby="id_kind_error"' in html
    assert html.count('class="choice-card"') == len(Kind.values)
    assert "#kind-council" in html


def test_field_with_one_box_stands_inside_its_label():
    html = part("field", field=GroupForm(data={})["agreed"])
    assert '<label class="check" for="id_agreed"><input type="checkbox"' in html
    assert 'id="id_agreed_error"' in html


def test_error_summary_takes_the_focus_and_leads_to_every_wrong_field():
    form = GroupForm(data={"girls": "-1"})
    form.add_error(None, "This does not fit together.")
    html = part("fields", form=form)
    assert 'role="alert" tabindex="-1" autofocus' in html
    assert "This does not fit together." in html
    wanted = set(re.findall(r'<a href="#([^"]+)"', html))
    assert wanted == {"id_name", "id_kind_group", "id_girls", "id_agreed"}
    assert wanted <= set(re.findall(r'\bid="([^"]+)"', html))


def test_error_summary_is_silent_without_errors():
    assert part("error_summary", form=GroupForm()).strip() == ""


def test_form_sends_once_and_keeps_the_way_back():
    request = RequestFactory().get("/desk/")
    with translation.override("en"):
        html = render_to_string(
            "components/form.html", {"form": GroupForm(), "cancel_url": "/desk/", "next": "/desk/groups/"}, request
        )
    assert "data-guard" in html
    assert 'name="csrfmiddlewaretoken"' in html
    assert '<input type="hidden" name="next" value="/desk/groups/">' in html
    assert '<a class="button button-quiet" href="/desk/">Cancel</a>' in html


def test_stepper_is_a_plain_number_until_a_script_shows_its_buttons():
    html = part("stepper", field=GroupForm()["girls"])
    assert html.count('tabindex="-1" hidden>') == 2
    assert '<input type="number" name="girls" value="3" min="0"' in html


# --- lists -----------------------------------------------------------------------------------------------------------
def test_table_gives_each_cell_the_heading_of_its_column():
    html = part("table", caption="Roles", head=["Role", "Reach"], rows=[["Donor", "Area"], ["Editor", "All"]])
    assert html.count('data-label="Reach"') == 2
    assert '<th scope="row">Donor</th>' in html
    assert list(beside(["a", "b"], ["A", "B"])) == [("A", "a"), ("B", "b")]


def test_pagination_offers_only_the_ways_there_are():
    html = part("pagination", next_url="?after=9")
    assert 'href="?after=9" rel="next"' in html
    assert "Previous" not in html
    assert part("pagination").strip() == ""


def test_filter_bar_is_open_only_while_a_filter_is_set():
    assert " open>" in part("filter_bar", form=GroupForm(), is_active=True)
    assert " open>" not in part("filter_bar", form=GroupForm(), is_active=False)


@pytest.mark.parametrize("status", [*CommunityGroup.Status.values, "overdue"])
def test_status_is_colour_word_and_pictogram(status):
    html = part("status_pill", status=status, text="A word")
    assert f'data-status="{status}"' in html
    assert f"#status-{status}" in html
    assert "A word" in html


def test_hidden_fact_is_not_an_empty_one():
    hidden = part("fact", label="Members", value="", is_hidden=True)
    assert "hidden from you" in hidden
    assert "not known" not in hidden
    assert "not known" in part("fact", label="Members", value="")
    assert "<dd>0</dd>" in part("fact", label="Members", value=0)


def test_heat_strip_says_in_words_what_it_shows():
    cells = [{"state": state, "text": state} for state in Attendance.State.values]
    html = part("heat_strip", cells=cells, text="3 of 4 meetings")
    assert 'role="img" aria-label="3 of 4 meetings"' in html
    assert re.findall(r'data-state="(\w+)"', html) == Attendance.State.values


def test_message_says_its_level_in_words():
    html = part("messages", messages=[Message(SUCCESS, "The meeting is saved.")])
    assert 'role="status"' in html
    assert 'data-tone="success"' in html
    assert 'aria-label="Done"' in html


# --- pages -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("path", "other"), [("/km/more/", "/en/more/"), ("/km", "/en"), ("/kmer/", "/en/")])
def test_same_page_in_the_other_language(path, other):
    assert same_page({"request": RequestFactory().get(path)}, "en") == other


def test_public_page_asks_nothing_of_session_and_database():
    """No query (the database is closed to this test), no user, no session: what a cached page for children needs."""
    request = RequestFactory().get("/en/more/")
    with translation.override("en"):
        html = render_to_string("components/page_public.html", {}, request)
    assert '<a class="help-link" href="/en/more/">' in html
    assert 'href="/km/more/" lang="km" hreflang="km"' in html
    assert "<script" not in html


def test_entrance_shows_no_way_into_the_desk():
    request = RequestFactory().get("/accounts/login/")
    request.user = AnonymousUser()
    with translation.override("en"):
        html = render_to_string("components/page_entrance.html", {}, request)
    assert "Main menu" not in html
    assert '<main id="main"' in html


def with_khmer(text: str) -> bool:
    return bool(re.search("[\u1780-\u17d2]{3}", text))


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("400", "The address or the form could not be read"),
        ("403", "This page is not open to you"),
        ("403_csrf", "The form was open for too long"),
        ("404", "There is no page here"),
        ("500", "Something broke on our side"),
    ],
)
def test_error_page_needs_no_context_and_speaks_both_languages(name, english):
    html = render_to_string(f"{name}.html")
    before, in_english = html.split('<section class="error-page-words" lang="en">')
    assert english in in_english
    assert english not in before
    assert '<section class="error-page-words" lang="km">' in before
    assert with_khmer(before)


def test_missing_page_answers_with_our_page(client, db):
    response = client.get("/km/there-is-no-such-page/")
    assert response.status_code == 404
    assert "error-page-words" in response.content.decode()
