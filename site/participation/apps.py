from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParticipationConfig(AppConfig):
    name = "participation"
    verbose_name = _("Participation")

    def ready(self) -> None:
        from accounts import purposes
        from accounts.models import OneTimeLink
        from accounts.roles import Capability
        from freshness.noting import tables

        from . import (  # the models exist only once the apps are loaded
            check_movers,
            extras,
            journal_things,
            movers,
            scopes,
        )
        from .imports import registry
        from .models import Ask, AskAnswer, DutyBearer, Topic
        from .reads import ask_gaps, person_checks, person_sheet, staff_checks
        from .retention import own

        for model in (Ask, AskAnswer, DutyBearer, Topic):
            tables.rest_on(model._meta.db_table)
        scopes.register_all()
        needs = (Capability.EDIT_GROUPS, Capability.EDIT_PEOPLE)
        registry.register(registry.REGISTER, needs=needs, where="participation.imports.register_subject.SUBJECT")
        movers.register_all()
        journal_things.register_all()
        own.register_all()
        person_sheet.register_all()
        check_movers.register_all()
        ask_gaps.register_all()
        staff_checks.register_all()
        person_checks.register_all()
        purposes.register(OneTimeLink.Purpose.OFFICIAL_ANSWER, "participation.views.official_answers.answer")
        extras.register_rule_list(
            extras.RuleList(
                _("Who must answer children"), _("Bodies and people to whom an ask can be sent."), "rules:bearers"
            )
        )
