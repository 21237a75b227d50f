from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Figures")

    def ready(self) -> None:
        from accounts.roles import Capability
        from freshness.noting import tables
        from participation.imports import registry
        from places.models import AdminArea

        from . import formulas, scopes, settling
        from .dhis2.imports import CODES, PLACES
        from .models import PublicSnapshot, SnapshotArea, SnapshotCouncil

        scopes.register_all()
        formulas.register_all()
        settling.register_all()
        needs = (Capability.MANAGE_TARGETS,)
        registry.register(CODES, needs=needs, where="reports.dhis2.imports.subjects.CODE_SUBJECT")
        registry.register(PLACES, needs=needs, where="reports.dhis2.imports.subjects.PLACE_SUBJECT")
        for model in (PublicSnapshot, SnapshotArea, SnapshotCouncil, AdminArea):
            tables.rest_on(model._meta.db_table)
