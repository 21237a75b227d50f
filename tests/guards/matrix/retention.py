"""What the addresses are for that are about terms, holds, and what a person asks."""

from accounts.roles import Capability as C
from tests.guards.matrix.kinds import Rule, form, page

TERMS = (C.EDIT_RULES, C.SEE_JOURNAL)
"""Who reads how long data is kept, and holds groups."""
HOLDS = (*TERMS, C.EXPORT_NAMES)

RETENTION: dict[str, Rule] = {
    "people:request": form(C.SEE_PEOPLE, about="person"),
    "people:sheet": page(C.SEE_PEOPLE, about="person"),
    "people:leave": form(C.EDIT_PEOPLE, about="person"),
    "retention:overview": page(*TERMS),
    "retention:fields": page(*TERMS),
    "retention:people": page(C.SEE_PEOPLE),
    "retention:term": form(C.EDIT_RULES, about="term"),
    "retention:holds": page(*HOLDS),
    "retention:hold_person": form(C.EXPORT_NAMES, about="person"),
    "retention:hold_group": form(*TERMS, about="group"),
    "retention:review": form(*TERMS, about="hold"),
    "retention:end": form(*TERMS, about="hold"),
}
