from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FieldbookConfig(AppConfig):
    name = "fieldbook"
    verbose_name = _("Fieldbook")

    def ready(self) -> None:
        from . import forgetting, scopes  # the models exist only once the apps are loaded

        scopes.register_all()
        forgetting.register_all()
