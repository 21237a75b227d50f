"""Every address of the portal. Public pages carry their language in the path; desk and accounts follow the person."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from django.views.i18n import JavaScriptCatalog
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from accounts.later import later
from content.api import router
from content.hearing import clip_file
from content.media import rendition
from content.pack_pages import reading_worker
from content.public_files import sitemap
from content.serving import serve_in_some_language

from . import probes, views

# What Wagtail offers and we do not: each stands before Wagtail's own address and hides it.
CLOSED_DOORS = [
    # Several pictures at once would wait as raw uploads for their descriptions; each is declared by itself.
    re_path(r"^admin/images/multiple/", RedirectView.as_view(pattern_name="wagtailimages:add")),
    # Passwords for pages and documents are shared and stored as plain text.
    path("documents/authenticate_with_password/<path:rest>", views.no_such_page),
    # Wagtail's own reads the catalogues of its packages only, and they have no Khmer.
    path("admin/jsi18n/", JavaScriptCatalog.as_view()),
]
CLOSED_PUBLIC_DOORS = [
    # A sign-in without a second factor and without limits, and passwords for pages. Public pages know nobody anyway.
    path("_util/<path:rest>", views.no_such_page),
]

handler404 = "portal.views.not_found"

urlpatterns = [
    path("", views.to_language, name="root"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("favicon.ico", views.favicon, name="favicon"),
    path(".well-known/security.txt", views.security_contact, name="security_contact"),
    path("healthz", probes.health, name="health"),
    path("readyz", probes.ready, name="ready"),
    path("metrics", probes.metrics, name="metrics"),
    path("reading-worker.js", reading_worker, name="reading_worker"),
    re_path(r"^media/images/(?P<name>[A-Za-z0-9_.-]{1,120})$", rendition, name="rendition"),
    path("api/v2/", router.urls),
    later("api/reports/", "reports.api.urls", "reports_api"),
    re_path(r"^media/clips/(?P<name>[0-9a-f]{32}\.(?:ogg|mp3|m4a))$", clip_file, name="clip_file"),
    # Before the desk: what a phone sends is matched against fewer addresses.
    later("field/", "fieldbook.urls", "fieldbook"),
    later("field/", "fieldbook.shell_urls", "field"),
    path("accounts/", include("accounts.sign_in_urls")),
    path("demo/", include("accounts.demo_urls")),
    path("desk/", include("participation.urls")),
    path("desk/", include("accounts.urls")),
    later("desk/places/", "places.urls", "places"),
    path("desk/", include("fieldbook.desk_urls")),
    later("desk/clubs/", "clubs.urls", "clubs"),
    later("desk/councils/", "councils.urls", "councils"),
    later("desk/helplines/", "protection.desk_urls", "helplines"),
    later("desk/hand-overs/", "protection.hand_over_urls", "hand_overs"),
    later("desk/worried/", "protection.worried_urls", "worried"),
    later("desk/services/imports/", "protection.import_urls", "service_imports"),
    later("desk/services/", "protection.service_urls", "services"),
    later("desk/targets/dhis2/codes/imports/", "reports.import_urls", "dhis2_codes"),
    later("desk/targets/dhis2/places/imports/", "reports.place_import_urls", "dhis2_places"),
    later("desk/targets/", "reports.urls", "targets"),
    later("desk/networks/", "protection.network_urls", "networks"),
    later("desk/trainings/", "protection.training_urls", "trainings"),
    later("desk/", "content.desk_urls", "pictures"),
    later("desk/", "content.asking.urls", "ask_board"),
    *CLOSED_DOORS,
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]

urlpatterns += i18n_patterns(
    path("", include("protection.urls")),
    path("", include("content.public_urls")),
    *CLOSED_PUBLIC_DOORS,
    re_path(wagtail_urls.serve_pattern, serve_in_some_language, name="wagtail_serve"),
    path("", include(wagtail_urls)),
    prefix_default_language=True,
)
