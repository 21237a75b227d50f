from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Figures")

    def ready(self) -> None:
        from freshness.noting import tables
        from places.models import AdminArea

        from . import formulas, scopes, settling
        from .models import PublicSnapshot, SnapshotArea, SnapshotCouncil

        scopes.register_all()
        formulas.register_all()
        settling.register_all()
        for model in (PublicSnapshot, SnapshotArea, SnapshotCouncil, AdminArea):
            tables.rest_on(model._meta.db_table)
