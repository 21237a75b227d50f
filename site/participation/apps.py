from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParticipationConfig(AppConfig):
    name = "participation"
    verbose_name = _("Participation")

    def ready(self) -> None:
        from . import movers, scopes  # the models exist only once the apps are loaded

        scopes.register_all()
        movers.register_all()
