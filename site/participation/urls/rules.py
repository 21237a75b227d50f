"""``/desk/rules/``: what is usual for each kind of group, its posts, and who must answer children."""

from django.urls import path

from ..views import duty_bearers, rules

app_name = "rules"
urlpatterns = [
    path("", rules.rule_list, name="list"),
    path("duty-bearers/", duty_bearers.bearers, name="bearers"),
    path("duty-bearers/new/", duty_bearers.add_bearer, name="add_bearer"),
    path("duty-bearers/<int:pk>/edit/", duty_bearers.edit_bearer, name="edit_bearer"),
    path("<slug:kind>/edit/", rules.edit_kind, name="edit_kind"),
    path("<slug:kind>/posts/new/", rules.add_post, name="add_post"),
    path("posts/<int:pk>/edit/", rules.edit_post, name="edit_post"),
]
