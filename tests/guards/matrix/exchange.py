"""The rules of what speaks with other systems: codes of DHIS2, and the directory for Primero and OSCaR."""

from accounts.roles import Capability as C
from tests.guards.matrix.kinds import Rule, form, page

BOTH = (C.SEE_TOTALS, C.MANAGE_TARGETS)
"""Whoever takes a quarter to DHIS2 keeps the whole programme and sees its numbers."""


def _kept(*methods: str, about: str = "") -> Rule:
    """For who keeps targets in the whole country."""
    return Rule((C.MANAGE_TARGETS,), about, methods=methods, everywhere=True)


EXCHANGE: dict[str, Rule] = {
    **{
        f"targets:{name}": _kept("get")
        for name in ("dhis2", "dhis2_csv", "dhis2_xlsx", "dhis2_places", "dhis2_places_csv", "dhis2_places_xlsx")
    },
    "targets:dhis2_system": _kept("get", "post"),
    "targets:dhis2_code": _kept("get", "post", about="indicator"),
    "targets:dhis2_remove_code": _kept("get", "post", about="code of a number"),
    "targets:dhis2_place": _kept("get", "post"),
    "targets:dhis2_remove_place": _kept("get", "post", about="place of dhis2"),
    **{
        f"targets:{name}": Rule(BOTH, "frozen quarter", methods=("get",), all_of_them=True, everywhere=True)
        for name in ("dhis2_preview", "dhis2_values_adx", "dhis2_values_csv")
    },
    **{
        f"{subject}:{name}": (form if name == "add" else page)(C.MANAGE_TARGETS)
        for subject in ("dhis2_codes", "dhis2_places")
        for name in ("list", "add", "template_xlsx", "template_csv")
    },
    "services:exchange": page(C.SEE_SERVICES, C.EDIT_RULES),
    **{
        f"services:{kind}_file": page(C.SEE_SERVICES)
        for kind in (
            *("primero-locations", "primero-service-types", "primero-agencies"),
            *("oscar-gazetteer", "oscar-services"),
        )
    },
    "services:primero_code": form(C.EDIT_RULES, about="service type"),
    "services:oscar_code": form(C.EDIT_RULES, about="service type"),
    "services:exchange_remove_code": form(C.EDIT_RULES, about="code of a type"),
    **{f"services:take_{name}": form(C.EDIT_RULES) for name in ("primero", "primero_oscar", "oscar")},
    **{f"services:{system}_source": form(C.EDIT_RULES) for system in ("primero", "oscar")},
    "services:exchange_places": page(C.EDIT_RULES),
    "services:exchange_place": form(C.EDIT_RULES),
    "services:exchange_remove_place": form(C.EDIT_RULES, about="place in a system"),
}
