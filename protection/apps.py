from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProtectionConfig(AppConfig):
    name = "protection"
    verbose_name = _("Protection")

    def ready(self) -> None:
        from freshness.noting import tables

        from .models import HelpLine

        tables.rest_on(HelpLine._meta.db_table)
