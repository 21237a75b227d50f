import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from participation.models import CommunityGroup, ImportRun, Kind, Membership
from people.models import Person
from tests.factories.participation import make_post, make_rule
from tests.participation.imports.bad_sheets import bad_sheet
from tests.participation.reaches import Reach, browser

pytestmark = pytest.mark.django_db
ALL, SAMPLE = 200, 24


def size_of_register():
    return tuple(model.objects.count() for model in (CommunityGroup, Person, Membership))


def test_every_bad_sheet_is_refused_at_its_cell_and_nothing_is_saved(deep, figure, django_capture_on_commit_callbacks):
    for kind in (Kind.COUNCIL, Kind.NETWORK):
        make_rule(kind)
        make_post(kind)
    client = browser(Reach().officer())
    before, faults = size_of_register(), []
    for number in range(ALL if deep else SAMPLE):
        sheet = bad_sheet(number)
        ImportRun.objects.all().delete()
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post(reverse("imports:add"), {"file": SimpleUploadedFile(sheet.name, sheet.content)})
        run = ImportRun.objects.first()
        if sheet.row is None:
            said_at_once = response.status_code == 422 and response.context["form"].errors["file"] and run is None
            said_later = run and (run.stage, bool(run.failure), run.rows.count()) == ("failed", True, 0)
            is_right = said_at_once or said_later
        else:
            marked = run and set(run.rows.get(number=sheet.row).problems)
            page = run and client.get(reverse("imports:page", args=[run.pk])).status_code
            applied = run and client.post(reverse("imports:apply", args=[run.pk])).status_code
            is_right = run and sheet.column in marked and (page, applied) == (200, 422)
        if not is_right:
            faults.append((number, sheet.name, sheet.row, sheet.column, response.status_code))
    figure(f"bad sheets: {number + 1 - len(faults)} of {number + 1} refused at their cell, nothing saved")
    assert (faults, size_of_register()) == ([], before)
