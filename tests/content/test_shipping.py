"""Pages that are shipped: published as an editor publishes, with less work for what is kept beside them."""

import pytest
from wagtail.models import ReferenceIndex

from content.library import make_rights_library
from content.models import RightPage

pytestmark = pytest.mark.django_db


def kept_beside(page):
    references = ReferenceIndex.get_references_for_object(page)
    return (
        sorted(references.values_list("to_content_type__model", "to_object_id", "model_path")),
        [(entry.title, entry.body, entry.autocomplete) for entry in page.index_entries.all()],
    )


def test_a_shipped_page_is_what_an_editors_saving_would_leave(portal_with):
    portal_with(make_rights_library, rights=(12, 19))
    for page in RightPage.objects.all():
        assert page.latest_revision_id == page.live_revision_id is not None
        assert (page.live, page.has_unpublished_changes, page.revisions.count()) == (True, False, 1)
        shipped = kept_beside(page)
        assert all(shipped)
        page.save()  # as Wagtail saves, with all that it keeps
        assert kept_beside(page) == shipped
    assert RightPage.objects.count() == 4
