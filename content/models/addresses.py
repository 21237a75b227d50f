"""The last part of a page's address, where nobody typed one."""

from itertools import count

from django.utils.text import slugify
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page


def free_slug(page: Page, parent: Page, title: str) -> str:
    """From the Latin letters of the title; a Khmer title gives the kind of the page. Numbered where it is taken."""
    base = slugify(title) or page._meta.model_name.removesuffix("page")
    numbered = (f"{base}-{number}" if number > 1 else base for number in count(1))
    return next(slug for slug in numbered if Page._slug_is_available(slug, parent, page))


class PageForm(WagtailAdminPageForm):
    """The form of every page of ours: it may be sent without an address."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self) -> dict:
        given = self.cleaned_data
        if given.get("slug") == "":
            given["slug"] = self.instance.slug or free_slug(self.instance, self.parent_page, given.get("title", ""))
        return super().clean()
