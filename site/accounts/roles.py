"""Who may do what, as data that a programme officer can read.

A role is a set of capabilities; a user holds a role within a reach (an area, or the groups they facilitate) from one
date to another. Nothing in the code asks for the name of a role: it asks for a capability.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Capability(TextChoices):
    """One thing a person may do; the label is the sentence shown in the desk."""

    SEE_TOTALS = "see_totals", _("See totals, without any name")
    SEE_GROUPS = "see_groups", _("See clubs and councils, their status and how often they meet")
    EDIT_GROUPS = "edit_groups", _("Add, change, pause and close clubs and councils")
    SEE_PEOPLE = "see_people", _("See the names of members")
    EXPORT_NAMES = "export_names", _("Download lists with the names of members")
    EDIT_PEOPLE = "edit_people", _("Enrol members, correct their details, change posts and end memberships")
    RECORD_MEETINGS = "record_meetings", _("Record meetings and correct them")
    MANAGE_FACILITATIONS = "manage_facilitations", _("Say who facilitates which group, and name substitutes")
    MANAGE_PARTNERS = "manage_partners", _("Keep the lists of schools, projects and partners")
    MANAGE_HELPLINES = "manage_helplines", _("Keep the helplines true and confirm them")
    SEE_SERVICES = "see_services", _("See the services of the area, and which of them wait for a check")
    CONFIRM_SERVICES = "confirm_services", _("Confirm that a service is as it is written, or correct it")
    MANAGE_SERVICES = "manage_services", _("Add and close services, import them, and say which communes they cover")
    SEE_HAND_OVERS = "see_hand_overs", _("See hand-over notes and take them on")
    OVERSEE_HAND_OVERS = "oversee_hand_overs", _("Hear of hand-over notes that nobody takes on in time")
    MANAGE_TARGETS = "manage_targets", _("Keep indicators and targets, enter results of surveys, and freeze quarters")
    SEE_JOURNAL = "see_journal", _("See who read and who changed what")
    PUBLISH_PAGES = "publish_pages", _("Write and translate pages, and hand them in to be published")
    EDIT_KHMER = "edit_khmer", _("Read pages before they go live, as Khmer editor")
    APPROVE_PAGES = "approve_pages", _("Take the last look for children's safety, and let pages go live")
    MANAGE_ACCOUNTS = "manage_accounts", _("Invite people, give and end roles, close accounts")
    GRANT_SAFEGUARDING = "grant_safeguarding", _("Give and end the role of safeguarding officer")
    OPEN_EMERGENCY = "open_emergency", _("Read the people of one group for three hours, with a reason and told to all")
    MANAGE_TOKENS = "manage_tokens", _("Let another system read numbers by itself, without any name, and end that")
    EDIT_RULES = "edit_rules", _("Change the rules: ages, terms, posts and meeting rhythm")


class Reach(StrEnum):
    """How far a role goes."""

    AREA = "area"
    OWN_GROUPS = "own_groups"
    EVERYWHERE = "everywhere"


@dataclass(frozen=True, slots=True)
class Role:
    """A role: its key as stored, its name and purpose as shown, its reach and its capabilities."""

    key: str
    name: str
    purpose: str
    reach: Reach
    capabilities: frozenset[Capability]

    @property
    def needs_second_factor(self) -> bool:
        """True for every role that sees names beyond its own groups, decides who may, or takes on hand-over notes."""
        names_beyond_own = self.reach is not Reach.OWN_GROUPS and Capability.SEE_PEOPLE in self.capabilities
        powers = {
            Capability.MANAGE_ACCOUNTS,
            Capability.GRANT_SAFEGUARDING,
            Capability.SEE_JOURNAL,
            Capability.SEE_HAND_OVERS,
        }
        return names_beyond_own or bool(powers & self.capabilities)


C = Capability
SERVICES = (C.SEE_SERVICES, C.CONFIRM_SERVICES, C.MANAGE_SERVICES)

ROLES: dict[str, Role] = {
    role.key: role
    for role in (
        Role(
            "facilitator",
            _("Facilitator"),
            _("Works with the children of one or more groups and records their meetings."),
            Reach.OWN_GROUPS,
            frozenset({C.SEE_GROUPS, C.SEE_PEOPLE, C.EDIT_PEOPLE, C.RECORD_MEETINGS}),
        ),
        Role(
            "programme_officer",
            _("Programme officer"),
            _("Keeps the register of an area complete and true, with the names of members."),
            Reach.AREA,
            frozenset(
                {
                    C.SEE_TOTALS,
                    C.SEE_GROUPS,
                    C.EDIT_GROUPS,
                    C.SEE_PEOPLE,
                    C.EXPORT_NAMES,
                    C.EDIT_PEOPLE,
                    C.RECORD_MEETINGS,
                    C.MANAGE_FACILITATIONS,
                    C.MANAGE_PARTNERS,
                    C.MANAGE_TARGETS,
                    C.MANAGE_TOKENS,
                    *SERVICES,
                }
            ),
        ),
        Role(
            "area_officer",
            _("Area officer"),
            _("Follows up the groups of an area, without names of members."),
            Reach.AREA,
            frozenset(
                {C.SEE_TOTALS, C.SEE_GROUPS, C.EDIT_GROUPS, C.MANAGE_FACILITATIONS, C.MANAGE_PARTNERS, *SERVICES}
            ),
        ),
        Role(
            "safeguarding_officer",
            _("Safeguarding officer"),
            _("Answers for children's safety: helplines, who read what, whom to call. Sees names in emergencies only."),
            Reach.AREA,
            frozenset(
                {
                    C.SEE_TOTALS,
                    C.SEE_GROUPS,
                    C.MANAGE_HELPLINES,
                    *SERVICES,
                    C.SEE_HAND_OVERS,
                    C.OVERSEE_HAND_OVERS,
                    C.SEE_JOURNAL,
                    C.GRANT_SAFEGUARDING,
                    C.OPEN_EMERGENCY,
                    C.APPROVE_PAGES,
                }
            ),
        ),
        Role(
            "focal_point",
            _("Network focal point"),
            _("Links the families of a commune with services."),
            Reach.AREA,
            frozenset({C.SEE_GROUPS, C.SEE_SERVICES, C.CONFIRM_SERVICES, C.SEE_HAND_OVERS}),
        ),
        Role(
            "communications",
            _("Communications"),
            _("Writes and translates the public pages and hands them in. Sees no names."),
            Reach.EVERYWHERE,
            frozenset({C.PUBLISH_PAGES}),
        ),
        Role(
            "khmer_editor",
            _("Khmer editor"),
            _("Reads every page before it goes live and keeps its Khmer good. Sees no names."),
            Reach.EVERYWHERE,
            frozenset({C.PUBLISH_PAGES, C.EDIT_KHMER}),
        ),
        Role(
            "donor",
            _("Donor"),
            _("Reads totals. Sees no names and no single group."),
            Reach.AREA,
            frozenset({C.SEE_TOTALS}),
        ),
        Role(
            "administrator",
            _("Administrator"),
            _("Looks after accounts, roles and rules. Sees no names of members."),
            Reach.EVERYWHERE,
            frozenset(
                {
                    C.SEE_GROUPS,
                    C.SEE_SERVICES,
                    C.MANAGE_ACCOUNTS,
                    C.EDIT_RULES,
                    C.MANAGE_PARTNERS,
                    C.MANAGE_TARGETS,
                    C.MANAGE_TOKENS,
                    C.PUBLISH_PAGES,
                }
            ),
        ),
    )
}


def roles_with(capability: Capability) -> list[Role]:
    """The roles that carry a capability, in the order in which they are shown."""
    return [role for role in ROLES.values() if capability in role.capabilities]
