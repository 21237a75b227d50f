"""In the editors' admin: which page stands first when readers look for a word.

Wagtail has an application for it that also counts what readers type. Children's queries are kept nowhere here, so
there is no table they could be written to.
"""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from .models import PromotedPage


class PromotedPageViewSet(ModelViewSet):
    model = PromotedPage
    icon = "pick"
    menu_label = _("First in search")
    menu_order = 312
    add_to_admin_menu = True
    list_display = ["word", "page"]
    list_export: list[str] = []
    search_fields = ["word"]
    ordering = ["word", "pk"]
    copy_view_enabled = False
    inspect_view_enabled = False
