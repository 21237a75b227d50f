from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CouncilsConfig(AppConfig):
    name = "councils"
    verbose_name = _("Children's councils")

    def ready(self) -> None:
        from participation import extras  # the models exist only once the apps are loaded
        from participation.models import Kind

        from . import candidacies, following, scopes, telling
        from .reads import gaps, profiles

        scopes.register_all()
        following.register_all()
        candidacies.register_all()
        telling.register_all()
        gaps.register_all()
        extras.register(extras.Extra(Kind.COUNCIL, _("Level"), "councils:profile", profiles.level_of))
        extras.register_tab(extras.GroupTab(Kind.COUNCIL, "seats", _("Seats"), "kind-council", "councils:seats"))
        extras.register_tab(
            extras.GroupTab(Kind.COUNCIL, "elections", _("Elections"), "decision", "councils:elections")
        )
        extras.register_rule_list(
            extras.RuleList(
                _("Lists of councils"), _("How seats are filled, and where councils are heard."), "councils:lists"
            )
        )
