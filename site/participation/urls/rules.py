"""``/desk/rules/``: what is usual for each kind of group, and its posts."""

from django.urls import path

from ..views import rules

app_name = "rules"
urlpatterns = [
    path("", rules.rule_list, name="list"),
    path("<slug:kind>/edit/", rules.edit_kind, name="edit_kind"),
    path("<slug:kind>/posts/new/", rules.add_post, name="add_post"),
    path("posts/<int:pk>/edit/", rules.edit_post, name="edit_post"),
]
