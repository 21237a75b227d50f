from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClubsConfig(AppConfig):
    name = "clubs"
    verbose_name = _("Children's clubs")

    def ready(self) -> None:
        from participation import extras  # the models exist only once the apps are loaded
        from participation.models import Kind

        from . import scopes
        from .reads import peers, profiles, seasons

        scopes.register_all()
        extras.register(
            extras.Extra(Kind.CLUB, _("Children's council that hears it"), "clubs:council", profiles.council_of)
        )
        for label, name, told in (
            (_("Season plan"), "clubs:seasons", seasons.season_told),
            (_("Peer clubs"), "clubs:peers", peers.peers_told),
        ):
            extras.register_group_way(extras.GroupWay(Kind.CLUB, label, name, told))
