"""Editors see every kind of page before it goes live, drafts with what is not saved yet too."""

import pytest
from wagtail.models import Page

from content.models.previews import ShownOnPhones
from tests.content.conftest import EVERY_KIND

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_every_kind_of_page_is_shown_as_a_draft(portal_with):
    portal_with(*EVERY_KIND, rights=(12, 13))
    seen = set()
    for page in Page.objects.filter(depth__gt=1, locale__language_code="en").exclude(slug="wagtail-greeting"):
        if page.specific_class in seen:
            continue
        seen.add(page.specific_class)
        assert issubclass(page.specific_class, ShownOnPhones), page.specific_class
        draft = page.get_latest_revision_as_object()
        draft.title = "Not seen before"
        answer = draft.make_preview_request()
        assert (answer.status_code, b"Not seen before" in answer.content) == (200, True), page.specific_class
        panel = "needs_native_editor"
        if hasattr(draft, panel):
            assert panel not in draft.get_edit_handler().get_form_class().base_fields, page.specific_class
    assert len(seen) > 13
