from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from . import receivers, scopes  # the models exist only once the apps are loaded
        from .retention import own, personal

        scopes.register_all()
        own.register_all()
        personal.connect()
        receivers.connect()
