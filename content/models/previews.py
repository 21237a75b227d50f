"""How editors see a page before it goes live: on the cheapest telephone first, and in the other language as well."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from .addresses import PageForm

AS_WRITTEN, OTHER_LANGUAGE = "", "other"

SIZES = [
    {"name": "mobile", "icon": "mobile-alt", "device_width": 360, "label": _("Telephone, 360 px")},
    {"name": "tablet", "icon": "tablet-alt", "device_width": 768, "label": _("Tablet")},
    {"name": "desktop", "icon": "desktop", "device_width": 1280, "label": _("Desk")},
]


class ShownOnPhones:
    """Stands before ``Page`` among the parents of every page of ours."""

    preview_sizes = SIZES
    base_form_class = PageForm

    @property
    def preview_modes(self) -> list[tuple[str, object]]:
        """As it is written; and in each other language in which the page has been written, draft or live."""
        modes: list[tuple[str, object]] = [(AS_WRITTEN, _("This language"))]
        if self.pk and self.get_translations().filter(alias_of=None).exists():
            modes.append((OTHER_LANGUAGE, _("The other language")))
        return modes

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The newest draft of the other language, spoken by the whole page and not by its text alone."""
        page = self
        if mode_name == OTHER_LANGUAGE:
            other = self.get_translations().filter(alias_of=None).order_by("locale__language_code").first()
            page = other.get_latest_revision_as_object() if other is not None else self
        language = Locale.objects.get(pk=page.locale_id).language_code
        with override(language):
            request.LANGUAGE_CODE = get_language()
            response = super(ShownOnPhones, page).serve_preview(request, AS_WRITTEN)
            if hasattr(response, "render"):
                response.render()
        return response
