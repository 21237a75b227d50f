"""The printed register and its way back: on paper as Chromium prints it, and typed in with the keyboard alone."""

import re
import time
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from participation.models import Meeting, Membership
from tests.factories.participation import make_mark, make_meeting, make_plan, make_post
from tests.journeys.conftest import DESK, PHONE
from tests.participation.reaches import Reach


@pytest.fixture
def reach(transactional_db):
    reach = Reach()
    make_post()
    for number in range(19):
        reach.add_member(family_name="ស្រ៊ុន", given_name=f"ញ៉ឹកញ៉ុក{number}")
    return reach


@pytest.fixture
def officer(reach):
    user = reach.officer()
    user.language = "km"
    user.save()
    return user


def address(name, reach):
    return reverse(name, args=[reach.group.pk])


def days_ago(number):
    return timezone.localdate() - timedelta(days=number)


def box(page, column, line):
    return page.locator("[data-line]").nth(line).locator(".paper-grid-cell select").nth(column)


def test_register_of_forty_is_two_sheets_of_paper(desk, enter_as, reach, officer, violations, overflow):
    for _number in range(20):
        reach.add_member(family_name="ហេង", given_name="វិចិត្រសុវណ្ណញ៉ុំ")
    for number in (2, 9):
        make_plan(group=reach.group, planned_on=days_ago(-number))
    enter_as(desk, officer)
    desk.goto(address("exports:register", reach))
    assert (violations(desk), overflow(desk)) == ([], 0)
    assert len(re.findall(rb"/Type\s*/Page\b", desk.pdf(prefer_css_page_size=True))) == 2
    desk.emulate_media(media="print")
    expect(desk.locator(".register-again")).to_be_visible()
    assert desk.locator(".table.register thead").evaluate("head => getComputedStyle(head).display") == (
        "table-header-group"
    )
    assert desk.locator(".register-square img").evaluate("square => square.naturalWidth") > 0


class Typist:
    """Counts the keys."""

    def __init__(self, page):
        self.page, self.keys = page, 0

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1

    def write(self, text):
        for letter in text:
            self.page.keyboard.insert_text(letter) if ord(letter) > 127 else self.page.keyboard.press(letter)
            self.keys += 1


def test_month_is_typed_in_with_one_key_a_mark(desk, enter_as, reach, officer, figure):
    """Twenty members, four days, one newcomer who came twice: no mouse after the first click."""
    enter_as(desk, officer)
    desk.goto(address("meetings:sheet", reach) + f"?on={days_ago(40):%Y-%m-%d}")
    desk.locator("#day-0").focus()
    typist, began = Typist(desk), time.monotonic()
    marks = ["plea"[(line + column) % 7 % 4] for column in range(4) for line in range(20)]
    for column in range(4):
        typist.write(f"{days_ago(30 - 7 * column):%d/%m}")
        typist.press("Enter")
        for line in range(20):
            typist.write(marks[20 * column + line])
        expect(desk.locator(f"#day-{column + 1}")).to_be_focused()
    desk.locator("#id_new-0-family_name").focus()
    for text in ("ថ្មី", "ស្រីមុំ"):
        typist.write(text)
        typist.press("Tab")
    typist.press("ArrowDown", "Tab")
    typist.write("2014")
    typist.press("Tab")
    typist.write("p")
    box(desk, 1, 20).focus()
    typist.write("p")
    expect(desk.locator("[data-count=present][data-column='0']")).to_have_text(str(marks[:20].count("p") + 1))
    desk.locator('[value="save"]').focus()
    typist.press("Enter")
    desk.wait_for_url(f"**{address('groups:page', reach)}")
    seconds = time.monotonic() - began
    words = {"p": "present", "l": "late", "e": "excused", "a": "absent"}
    saved = [
        [state for _name, state in meeting.marks.order_by("person__name_sort", "pk").values_list("pk", "state")]
        for meeting in Meeting.objects.order_by("held_on")
    ]
    assert [len(states) for states in saved] == [21, 21, 20, 20]
    for column, states in enumerate(saved):
        expected = [words[mark] for mark in marks[20 * column : 20 * column + 20]] + ["present"] * (column < 2)
        assert sorted(states) == sorted(expected)
    assert Membership.objects.filter(person__given_name="ស្រីមុំ").count() == 1
    assert typist.keys < 150
    typed = f"{typist.keys} keys, {typist.keys} s at a key a second ({seconds:.0f} s by a script)"
    figure(f"paper: a month of 20 × 4 and a newcomer typed in with {typed}")


def test_each_mark_stands_in_its_own_line(desk, enter_as, reach, officer):
    enter_as(desk, officer)
    desk.goto(address("meetings:sheet", reach))
    names = desk.locator("tbody [data-span] th").all_inner_texts()
    desk.locator("#day-0").fill(f"{days_ago(3):%d/%m/%Y}")
    desk.locator("#day-0").press("Enter")
    for letter in "plea":
        desk.keyboard.press(letter)
    desk.locator('[value="save"]').click()
    desk.wait_for_url(f"**{address('groups:page', reach)}")
    saved = {mark.person.name: mark.state for mark in Meeting.objects.get().marks.select_related("person")}
    lines = [re.sub(r"^\d+\s*", "", name) for name in names[:4]]
    assert saved == dict(zip(lines, ["present", "late", "excused", "absent"], strict=True))


@pytest.mark.parametrize("keys", ["វយចអ", "1234", "១២៣៤", "ផលេា"])
def test_keys_of_both_keyboards_and_digits_set_marks(desk, enter_as, reach, officer, keys):
    enter_as(desk, officer)
    desk.goto(address("meetings:sheet", reach))
    box(desk, 2, 0).focus()
    for key in keys:
        # A key of a keyboard that this browser does not have.
        desk.evaluate(
            "key => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}))", key
        )
    found = [box(desk, 2, line).input_value() for line in range(4)]
    assert found == ["present", "late", "excused", "absent"]


def test_arrows_move_delete_empties_and_a_column_is_pasted(desk, enter_as, reach, officer):
    enter_as(desk, officer)
    desk.goto(address("meetings:sheet", reach))
    box(desk, 0, 0).focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "ArrowUp"):
        desk.keyboard.press(key)
    expect(box(desk, 1, 1)).to_be_focused()
    desk.evaluate(
        """text => {
          const data = new DataTransfer();
          data.setData("text", text);
          document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true}));
        }""",
        "P\tA\n\tL\nអ\tច\n",
    )
    assert [[box(desk, column, line).input_value() for column in (1, 2)] for line in (1, 2, 3)] == [
        ["present", "absent"],
        ["", "late"],
        ["absent", "excused"],
    ]
    desk.keyboard.press("Delete")
    assert box(desk, 1, 1).input_value() == ""
    expect(desk.locator("[data-count=absent][data-column='1']")).to_have_text("1")
    desk.locator("[data-rest='1']").click()
    expect(desk.locator("[data-count=present][data-column='1']")).to_have_text("19")


def test_day_that_is_recorded_is_shown_as_soon_as_it_is_typed(desk, enter_as, reach, officer):
    meeting = make_meeting(group=reach.group, held_on=days_ago(3))
    make_mark(meeting=meeting, person=reach.person, state="late")
    enter_as(desk, officer)
    desk.goto(address("meetings:sheet", reach))
    desk.locator("#day-0").fill(f"{days_ago(10):%d/%m/%Y}")
    box(desk, 0, 0).select_option("absent")
    desk.locator("#day-1").fill(f"{days_ago(3):%d/%m/%Y}")
    desk.locator("#day-1").press("Tab")
    tick = desk.locator("[name=right-1]")
    expect(tick).to_be_focused()
    cell = desk.locator(f"#cell-1-{reach.person.pk}")
    expect(cell).to_have_value("late")
    assert box(desk, 0, 0).input_value() == "absent"
    tick.check()
    cell.select_option("present")
    desk.locator('[value="save"]').click()
    desk.wait_for_url(f"**{address('groups:page', reach)}")
    assert (meeting.marks.get().state, Meeting.objects.count()) == ("present", 2)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_sheet_without_script_and_without_barriers(new_page, enter_as, reach, officer, size, violations, overflow):
    page = new_page(size)
    enter_as(page, officer)
    page.route("**/js/paper-grid.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto(address("meetings:sheet", reach))
    assert (violations(page), overflow(page)) == ([], 0)
    page.locator("#day-0").fill(f"{days_ago(3):%d/%m/%Y}")
    page.locator("[data-draw='0']").click()
    page.wait_for_load_state()
    box(page, 0, 0).select_option("late")
    page.locator('[value="save"]').click()
    page.wait_for_url(f"**{address('groups:page', reach)}")
    assert Meeting.objects.get().marks.get().state == "late"


def test_sheet_with_faults_has_no_barriers(desk, enter_as, reach, officer, violations, overflow):
    enter_as(desk, officer)
    desk.goto(address("meetings:sheet", reach))
    box(desk, 0, 0).select_option("late")
    desk.locator('[value="save"]').click()
    expect(desk.locator(".error-summary")).to_be_focused()
    assert (violations(desk), overflow(desk)) == ([], 0)
