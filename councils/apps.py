from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CouncilsConfig(AppConfig):
    name = "councils"
    verbose_name = _("Children's councils")

    def ready(self) -> None:
        from . import scopes  # the models exist only once the apps are loaded

        scopes.register_all()
