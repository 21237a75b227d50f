from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FieldbookConfig(AppConfig):
    name = "fieldbook"
    verbose_name = _("Fieldbook")

    def ready(self) -> None:
        from accounts.roles import Capability
        from participation.imports import registry

        from . import forgetting, scopes  # the models exist only once the apps are loaded
        from .xlsforms import KOBO

        scopes.register_all()
        forgetting.register_all()
        registry.register(KOBO, needs=(Capability.RECORD_MEETINGS,), where="fieldbook.xlsforms.subject.SUBJECT")
