"""Every address of the portal. Public pages carry their language in the path; desk and accounts follow the person."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path
from django.utils.translation import get_language
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls


def to_language(request: HttpRequest) -> HttpResponse:
    """``/`` leads to the home page in the reader's language."""
    return redirect(f"/{get_language()}/")


urlpatterns = [
    path("", to_language, name="root"),
    path("accounts/", include("accounts.sign_in_urls")),
    path("desk/", include("participation.urls")),
    path("desk/", include("accounts.urls")),
    path("desk/places/", include("places.urls")),
    path("desk/helplines/", include("protection.desk_urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]

urlpatterns += i18n_patterns(
    path("", include("protection.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=True,
)
