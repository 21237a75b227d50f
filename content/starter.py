"""What a new portal shows before anybody has written: a home page in each language; who may edit, and the workflow."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Locale, Page, Site

from accounts.publishing import publishing_group

from .models import HomePage
from .workflow.setting_up import make_workflow

HOME = {
    "km": {
        "title": "សូមស្វាគមន៍",
        "welcome": "កុមារជួបជុំគ្នា និយាយ ហើយមនុស្សធំស្តាប់។",
        "body": (
            "<p>នៅកម្ពុជា មានក្លឹបកុមារ និងក្រុមប្រឹក្សាកុមារជាច្រើន នៅតាមសាលារៀន និងតាមភូមិ។ "
            "នៅទីនោះ កុមារជួបជុំគ្នា រៀនអំពីសិទ្ធិរបស់ខ្លួន ហើយនិយាយអំពីអ្វីដែលគួរធ្វើឱ្យល្អជាងមុន។</p>"
            "<p>គេហទំព័រនេះនឹងប្រាប់ប្អូនអំពីសិទ្ធិរបស់ប្អូន និងអំពីអ្វីដែលមនុស្សធំបានឆ្លើយតប។ "
            "ប្អូនមិនចាំបាច់មានគណនីទេ ហើយយើងមិនសួរឈ្មោះប្អូនឡើយ។</p>"
        ),
    },
    "en": {
        "title": "Welcome",
        "welcome": "Children meet and speak, and adults listen.",
        "body": (
            "<p>In schools and villages of Cambodia there are many children's clubs and children's councils. "
            "There children meet, learn about their rights and say what should become better.</p>"
            "<p>These pages will tell you about your rights and about what adults have answered. "
            "You need no account, and we never ask for your name.</p>"
        ),
    },
}

PAGE_PERMISSIONS = ("add_page", "change_page")
"""To write, not to publish: pages go live at the end of their workflow only."""

PICTURE_PERMISSIONS = ("add_image", "choose_image")
DOCUMENT_PERMISSIONS = ("add_document", "choose_document")
"""Whoever may add may change and delete what they added; nobody's own pictures and documents are open to others."""


@transaction.atomic
def make_starter_content() -> None:
    """Make what is missing. What editors changed, moved or took down stays as it is."""
    root = Page.get_first_root_node()
    home = HomePage.objects.filter(locale=_locale("km"), depth=2).first() or _first_home(root)
    _translated_home(home)
    _site(home)
    _let_editors_in(root)
    make_workflow()


def _locale(language: str) -> Locale:
    return Locale.objects.get_or_create(language_code=language)[0]


def _first_home(root: Page) -> HomePage:
    """The Khmer home page, in place of the page with which Wagtail greets whoever installs it."""
    greeting = Page.objects.filter(depth=2, slug="home", content_type__model="page", owner=None).first()
    if greeting is not None:
        greeting.slug = "wagtail-greeting"
        greeting.save()
    root.refresh_from_db()
    home = root.add_child(instance=HomePage(locale=_locale("km"), slug="home", **HOME["km"]))
    home.save_revision().publish()
    Site.objects.filter(root_page=greeting).update(root_page=home)
    if greeting is not None and not greeting.get_children().exists():
        greeting.delete()
    return HomePage.objects.get(pk=home.pk)


def _translated_home(home: HomePage) -> None:
    """The English home page, where there is none yet."""
    if home.get_translations().exists():
        return
    english = home.copy_for_translation(_locale("en"))
    english.slug = "home-en"
    for name, text in HOME["en"].items():
        setattr(english, name, text)
    english.draft_title = english.title
    english.save_revision().publish()


def _site(home: HomePage) -> None:
    """The address that readers type; links in mails and between pages begin with it."""
    address = urlsplit(settings.PUBLIC_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True, root_page=home)
    site.hostname, site.port = address.hostname, port
    site.site_name = site.site_name or "Children's Voice"
    site.save()


def _let_editors_in(root: Page) -> None:
    """Permissions of the group of those whose role lets them publish; those taken away by hand do not come back."""
    group = publishing_group()
    if GroupPagePermission.objects.filter(group=group).exists():
        return
    for codename in PAGE_PERMISSIONS:
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.create(group=group, page=root, permission=permission)
    promoting = Permission.objects.filter(content_type__app_label="content", content_type__model="promotedpage")
    group.permissions.add(*promoting)
    _open_collections(group, "wagtailimages", PICTURE_PERMISSIONS)
    _open_collections(group, "wagtaildocs", DOCUMENT_PERMISSIONS)


def _open_collections(group: Group, app_label: str, codenames: tuple[str, ...]) -> None:
    collection = Collection.get_first_root_node()
    for permission in Permission.objects.filter(content_type__app_label=app_label, codename__in=codenames):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)
