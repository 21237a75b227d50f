from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "content"
    verbose_name = _("Pages")

    def ready(self) -> None:
        from . import clipping, freshening  # need the models

        clipping.connect()
        freshening.connect()
