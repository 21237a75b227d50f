from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParticipationConfig(AppConfig):
    name = "participation"
    verbose_name = _("Participation")

    def ready(self) -> None:
        from freshness.noting import tables

        from . import movers, scopes  # the models exist only once the apps are loaded
        from .models import Topic

        tables.rest_on(Topic._meta.db_table)
        scopes.register_all()
        movers.register_all()
