from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClubsConfig(AppConfig):
    name = "clubs"
    verbose_name = _("Children's clubs")

    def ready(self) -> None:
        from accounts.roles import Capability
        from participation import extras, gaps  # the models exist only once the apps are loaded
        from participation.models import Kind

        from . import scopes
        from .reads import profiles

        scopes.register_all()
        extras.register(
            extras.Extra(Kind.CLUB, _("Children's council that hears it"), "clubs:council", profiles.council_of)
        )
        extras.register_heard(profiles.clubs_heard_by)
        gaps.register(
            gaps.Gap(
                key="unheard",
                position=40,
                label=_("Clubs without a council"),
                lead=_("No council hears these clubs. Choose one that does."),
                narrow=profiles.unheard,
                details=gaps.nothing_more,
                url_name="clubs:council",
                needs=Capability.EDIT_GROUPS,
            )
        )
        extras.register_tab(extras.GroupTab(Kind.CLUB, "seasons", _("Season plan"), "calendar", "clubs:seasons"))
        extras.register_tab(extras.GroupTab(Kind.CLUB, "peers", _("Peer clubs"), "groups", "clubs:peers"))
