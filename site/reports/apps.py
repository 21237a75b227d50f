from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Figures")

    def ready(self) -> None:
        from freshness.noting import tables
        from places.models import AdminArea

        for model in (*self.get_models(), AdminArea):
            tables.rest_on(model._meta.db_table)
