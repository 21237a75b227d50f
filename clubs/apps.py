from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClubsConfig(AppConfig):
    name = "clubs"
    verbose_name = _("Children's clubs")

    def ready(self) -> None:
        from accounts.roles import Capability
        from participation import extras, gaps  # the models exist only once the apps are loaded
        from participation.models import Kind

        from . import reads, scopes

        scopes.register_all()
        extras.register(
            extras.Extra(Kind.CLUB, _("Children's council that hears it"), "clubs:council", reads.council_of)
        )
        extras.register_heard(reads.clubs_heard_by)
        gaps.register(
            gaps.Gap(
                key="unheard",
                position=40,
                label=_("Clubs without a council"),
                lead=_("No council hears these clubs. Choose one that does."),
                narrow=reads.unheard,
                details=gaps.nothing_more,
                url_name="clubs:council",
                needs=Capability.EDIT_GROUPS,
            )
        )
