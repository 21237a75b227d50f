from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClubsConfig(AppConfig):
    name = "clubs"
    verbose_name = _("Children's clubs")

    def ready(self) -> None:
        from . import scopes  # the models exist only once the apps are loaded

        scopes.register_all()
