from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Portal")

    def ready(self) -> None:
        from portal import checks, deploy_checks  # noqa: F401  registers the checks, which need the apps to be there
        from portal.log_lines import log_what_python_would_print

        if settings.LOGGING["handlers"]["stderr"]["formatter"] == "json":
            log_what_python_would_print()
