"""The page that a click leads to is waited for, however late it comes; a file that is saved is not."""

import time

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.csp import csp_override

from tests.journeys.settling import PATIENCE, settle

SECONDS = 1


@csp_override({})
def links(request):
    return HttpResponse(
        "<html lang=en><title>links</title><a id=page href=/late>late</a><a id=file href=/file>file</a>"
    )


def late(request):
    time.sleep(SECONDS)
    return HttpResponse("<html lang=en><title>late</title>")


def file(request):
    time.sleep(SECONDS)
    return HttpResponse("words", headers={"Content-Disposition": "attachment; filename=words.txt"})


urlpatterns = [path("links", links), path("late", late), path("file", file)]


def push(page, name):
    """Without Playwright's own waiting, as on a machine where it hears of the navigation too late."""
    page.evaluate(f"document.getElementById('{name}').click()")


def test_page_is_waited_for(phone, settings):
    settings.ROOT_URLCONF = __name__
    phone.goto("/links")
    push(phone, "page")
    assert phone.url.endswith("/links")
    settle(phone)
    assert phone.url.endswith("/late")


def test_file_is_not_waited_for_longer_than_it_takes(phone, settings):
    settings.ROOT_URLCONF = __name__
    phone.goto("/links")
    began = time.monotonic()
    push(phone, "file")
    settle(phone)
    assert (phone.title(), time.monotonic() - began < PATIENCE) == ("links", True)
