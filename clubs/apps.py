from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClubsConfig(AppConfig):
    name = "clubs"
    verbose_name = _("Children's clubs")

    def ready(self) -> None:
        from participation import extras  # the models exist only once the apps are loaded
        from participation.models import Kind

        from . import reads, scopes

        scopes.register_all()
        extras.register(
            extras.Extra(Kind.CLUB, _("Children's council that hears it"), "clubs:council", reads.council_of)
        )
