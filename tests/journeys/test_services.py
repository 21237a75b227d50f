"""Services in a browser: one tap, a correction, a list imported and taken back, a commune offline, a sheet of paper."""

import io
import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from content.starter import make_starter_content
from participation.models import ImportRun
from protection.imports.columns import COLUMNS
from protection.models import Service, TestCall
from tests.factories.accounts import make_user
from tests.factories.helplines import helpline
from tests.factories.places import make_area, make_commune
from tests.factories.services import make_coverage, make_service, make_type
from tests.journeys.conftest import DESK, PHONE

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
COMMUNE = "050601"


@pytest.fixture
def centre(transactional_db) -> Service:
    """A health centre whose check is due, and two more types in its commune."""
    area = make_commune(COMMUNE, name_km="ត្រពាំងថ្ម", name_latin="Trapeang Thma")
    service = make_service(
        type=make_type("health"),
        area=area,
        name_km="មណ្ឌលសុខភាពត្រពាំងថ្ម",
        name_en="Trapeang Thma health centre",
        hours_km="២៤ ម៉ោង រៀងរាល់ថ្ងៃ",
        for_whom_km="សម្រាប់កុមារទាំងអស់",
        cost="free",
        languages=["km", "cmo"],
        is_accessible=True,
        phones="00 000 001",
        checked_on=timezone.localdate() - timedelta(days=200),
    )
    make_coverage(service=service)
    for place, code in enumerate(("police", "social_work"), start=2):
        make_coverage(service=make_service(type=make_type(code), area=area, phones=f"00 000 00{place}"))
    helpline(number="1280", verified_on=date(2026, 9, 1), next_check_on=date(2027, 3, 1), hours_km="២៤ ម៉ោង")
    return service


@pytest.fixture
def is_fine(violations, overflow):
    """``is_fine(page)``: axe finds nothing and nothing scrolls sideways."""

    def check(page: Page) -> None:
        assert (page.url, violations(page), overflow(page)) == (page.url, [], 0)

    return check


@SIZES
@pytest.mark.parametrize("language", ["km", "en"])
def test_focal_point_confirms_with_one_tap_and_corrects(new_page, enter_as, centre, is_fine, size, language):
    page = new_page(size, language=language)
    enter_as(page, make_user("focal_point", area=centre.area, language=language))
    page.goto(reverse("desk"))
    page.locator("main a[href$='/desk/services/?show=due']").click()
    page.wait_for_url("**/desk/services/?show=due")
    expect(page.locator("main tbody tr")).to_have_count(1)
    expect(page.locator("main tbody .pill[data-tone=warn]")).to_be_visible()
    is_fine(page)
    page.locator("main tbody form button").click()
    expect(page.locator(".messages")).to_be_visible()
    expect(page.locator("main tbody tr")).to_have_count(0)
    is_fine(page)
    centre.refresh_from_db()
    assert (centre.checked_on, centre.checked_as) == (timezone.localdate(), "focal_point")

    page.goto(reverse("services:page", args=[centre.pk]))
    expect(page.locator("main .pill[data-tone=ok]").first).to_be_visible()
    is_fine(page)
    page.locator("main a[href$='/correct/']").click()
    page.wait_for_url("**/correct/")
    is_fine(page)
    page.locator("[name=phones]").fill("០០ ០០០ ០០៩")
    page.locator("main form .button-primary").first.click()
    page.wait_for_url(f"**{reverse('services:page', args=[centre.pk])}")
    expect(page.locator("main .facts")).to_contain_text("00 000 009")
    for name in ("list", "reach"):
        page.goto(reverse(f"services:{name}"))
        is_fine(page)


@SIZES
def test_officer_adds_a_service_and_its_communes(new_page, enter_as, centre, is_fine, size):
    page = new_page(size)
    enter_as(page, make_user("area_officer", area=make_area("05"), language="km"))
    page.goto(reverse("services:add"))
    is_fine(page)
    page.locator("main form .button-primary").first.click()
    expect(page.locator(".error-summary")).to_be_visible()
    is_fine(page)
    for name in ("page", "correct", "cover", "close"):
        page.goto(reverse(f"services:{name}", args=[centre.pk]))
        is_fine(page)
    page.locator("main form .button-primary, main form .button-danger").first.click()
    page.wait_for_url(f"**{reverse('services:page', args=[centre.pk])}")
    is_fine(page)
    page.goto(reverse("services:reopen", args=[centre.pk]))
    is_fine(page)


@SIZES
def test_administrator_keeps_types_and_their_terms(new_page, enter_as, centre, is_fine, size):
    page = new_page(size)
    enter_as(page, make_user("administrator", language="km"))
    for address in ("services:types", "services:add_type"):
        page.goto(reverse(address))
        is_fine(page)
    page.goto(reverse("services:edit_type", args=[centre.type_id]))
    is_fine(page)


def filled(page: Page, cost: str) -> dict:
    """The template as it is downloaded, with a service below its headings."""
    template = page.request.get(reverse("service_imports:template_xlsx"))
    book = load_workbook(io.BytesIO(template.body()))
    assert [cell.value for cell in book.active[1]] == [column.khmer for column in COLUMNS]
    told = {
        "service_type": "សុខភាព",
        "name_km": "មន្ទីរពេទ្យបង្អែក",
        "place_code": COMMUNE,
        "cost": cost,
        "languages": "ខ្មែរ",
        "checked_on": "០១/១១/២០២៦",
        "commune_code": COMMUNE,
        "began_on": "០១/០៣/២០២៣",
        "source": "ឃើញពេលចុះពិនិត្យ",
    }
    book.active.append([told.get(column.key) for column in COLUMNS])
    stream = io.BytesIO()
    book.save(stream)
    return {"name": "សេវា.xlsx", "mimeType": template.headers["content-type"], "buffer": stream.getvalue()}


def upload(page: Page, file: dict, is_fine) -> None:
    page.goto(reverse("service_imports:list"))
    is_fine(page)
    page.locator(f'main a[href="{reverse("service_imports:add")}"]').first.click()
    is_fine(page)
    page.locator("input[type=file]").set_input_files(files=[file])
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator('[data-import="check-done"]')).to_be_visible()
    is_fine(page)


@SIZES
def test_a_list_is_imported_and_taken_back(new_page, enter_as, centre, is_fine, size):
    page = new_page(size)
    enter_as(page, make_user("area_officer", area=make_area("05"), language="km"))
    upload(page, filled(page, "?"), is_fine)
    expect(page.locator("[data-row='2'] .pill[data-tone=danger]")).to_be_visible()
    expect(page.locator('form[action$="/apply/"]')).to_have_count(0)
    upload(page, filled(page, "មិនគិតថ្លៃ"), is_fine)
    page.locator('form[action$="/apply/"] button').click()
    expect(page.locator('[data-import="apply-done"]')).to_be_visible()
    is_fine(page)
    assert Service.objects.get(name_km="មន្ទីរពេទ្យបង្អែក").coverages.count() == 1
    page.locator('form[action$="/undo/"] button').click()
    page.wait_for_url(f"**{reverse('service_imports:list')}")
    assert not Service.objects.filter(name_km="មន្ទីរពេទ្យបង្អែក").exists()
    assert not ImportRun.objects.exists()


@SIZES
@pytest.mark.parametrize("language", ["km", "en"])
def test_a_child_finds_who_helps_and_keeps_it_offline(new_page, centre, made_once, is_fine, size, language):
    made_once(make_starter_content)
    page = new_page(size, language=language)
    page.goto(f"/{language}/more/")
    page.locator("main a[href$='/more/near/']").click()
    page.wait_for_url("**/more/near/")
    is_fine(page)
    page.locator("main .near-list a").first.click()
    page.wait_for_url("**/more/near/mef05/")
    is_fine(page)
    page.locator("main .near-list a").first.click()
    page.wait_for_url(f"**/more/mef{COMMUNE}/")
    is_fine(page)
    expect(page.locator("main a[href^='tel:']")).to_have_count(4)
    assert page.title().startswith("More" if language == "en" else "បន្ថែម")
    assert page.context.cookies() == []
    page.locator("[data-pack] [data-save]").click()
    expect(page.locator("[data-pack] [data-remove]")).to_be_visible()
    is_fine(page)
    page.context.set_offline(True)
    page.goto(f"/{language}/more/mef{COMMUNE}/")
    expect(page.locator("main a[href='tel:00000001']")).to_be_visible()
    page.context.set_offline(False)


@pytest.mark.parametrize("language", ["km", "en"])
def test_a_sheet_for_the_notice_board_prints_on_one_side(new_page, centre, is_fine, language):
    page = new_page(DESK, language=language)
    page.goto(f"/{language}/more/mef{COMMUNE}/sheet/")
    is_fine(page)
    square = page.locator("main img")
    assert square.evaluate("picture => picture.complete && picture.naturalWidth > 0")
    page.emulate_media(media="print")
    expect(page.locator(".no-print").first).to_be_hidden()
    expect(square).to_be_visible()
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 1


@SIZES
def test_officer_notes_a_test_call(new_page, enter_as, centre, is_fine, size):
    page = new_page(size)
    enter_as(page, make_user("safeguarding_officer", language="km"))
    page.goto(reverse("helplines:list"))
    is_fine(page)
    page.locator("main a[href$='/confirm/']").first.click()
    page.wait_for_url("**/confirm/")
    is_fine(page)
    page.locator("[name=is_answered][value=no]").check(force=True)
    page.locator("[name=waited_seconds]").fill("៦០")
    page.locator("main form .button-primary").first.click()
    page.wait_for_url(f"**{reverse('helplines:list')}")
    expect(page.locator("main .pill[data-tone=danger]").first).to_be_visible()
    is_fine(page)
    assert TestCall.objects.get().waited_seconds == 60
    page.locator("main a[href$='/calls/']").click()
    page.wait_for_url("**/calls/")
    is_fine(page)
