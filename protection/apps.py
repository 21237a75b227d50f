from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProtectionConfig(AppConfig):
    name = "protection"
    verbose_name = _("Protection")

    def ready(self) -> None:
        from accounts.roles import Capability
        from freshness.noting import tables
        from participation import extras
        from participation.imports import registry
        from participation.models import Kind
        from places.models import Source  # the models exist only once the apps are loaded

        from . import movers, retaining, scopes
        from .imports import SERVICES
        from .models import HelpLine, Service, ServiceCoverage, ServiceType
        from .reads import due, sections

        scopes.register_all()
        due.register_all()
        sections.register_all()
        movers.register_all()
        retaining.register_all()
        needs = (Capability.MANAGE_SERVICES,)
        registry.register(SERVICES, needs=needs, where="protection.imports.subject.SUBJECT")
        extras.register_rule_list(
            extras.RuleList(
                _("Types of services"),
                _("What each is called, also for children, and how long a check stands."),
                "services:types",
            )
        )
        extras.register_rule_list(
            extras.RuleList(
                _("Topics of trainings"), _("What trainings of officials and staff are about."), "trainings:topics"
            )
        )
        extras.register_rule_list(
            extras.RuleList(
                _("For Primero and OSCaR"),
                _("What case systems call our types of services and places."),
                "services:exchange",
            )
        )
        extras.register_tab(extras.GroupTab(Kind.NETWORK, "network", _("The network"), "shield", "networks:page"))
        for model in (HelpLine, Service, ServiceCoverage, ServiceType, Source):
            tables.rest_on(model._meta.db_table)
