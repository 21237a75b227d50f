from django.apps import AppConfig
from django.db.backends.signals import connection_created

from .noting import watch_connection


class FreshnessConfig(AppConfig):
    name = "freshness"

    def ready(self) -> None:
        connection_created.connect(watch_connection, dispatch_uid="freshness")
