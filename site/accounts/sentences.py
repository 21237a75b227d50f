"""What notices say, by key. Neutral: what waits, never whom it is about. Shown in the language of the reader."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, Promise] = {
    "welcome": _("Welcome. Read what your role may do, and set up your sign-in."),
    "role_granted": _("You have a new role."),
    "role_ended": _("One of your roles has ended."),
    "safeguarding_granted": _("There is a new safeguarding officer."),
    "safeguarding_ended": _("A safeguarding officer has left this role."),
    "second_person_asked": _("Something for children's safety was asked for that a second person must confirm."),
    "second_person_answered": _("A second person has answered what you asked for."),
    "emergency_opened": _("A safeguarding officer opened emergency access to the people of one group."),
    "emergency_opened_in_group": _(
        "A safeguarding officer opened emergency access to the people of a group you work with, for three hours."
    ),
    "emergency_extended": _("An emergency access was made three hours longer. Two people decided it."),
    "emergency_closed": _("A colleague closed your emergency access."),
    "gathering_noticed": _("One account opened many profiles, or took many names away, within one hour. Please look."),
    "safeguarding_reset": _("The sign-in of a safeguarding officer was changed by somebody else."),
    "second_factor_removed": _("Your second step at sign-in was taken away. Set up a new one."),
    "named_deputy": _("You now stand in for a colleague: you see their unread notices."),
    "page_deputy": _("You now read pages in place of a colleague, for the days they named."),
    "page_deputy_named": _("A safeguarding officer named a deputy who lets pages go live."),
    "code_opened": _("An officer opened a code for a new password of yours. If you did not ask for it, tell them."),
    "facilitation_began": _("You now facilitate a group."),
    "ask_answered": _("An official has answered an ask. Confirm the answer."),
    "asks_overdue": _("Asks of children without an answer, though its day has passed: %(number)s."),
    "recorded_without_checks": _(
        "A meeting was recorded by an adult whose code of conduct or screening is missing or has ended. It is kept."
    ),
    "one_item": _("You have one item."),
    "item_waits": _("One item still waits for somebody. Please look."),
    "nobody_is_set": _(
        "An item waits and nobody is set for its place, in %(province)s. Give somebody there the role of safeguarding"
        " officer or focal point."
    ),
    "facilitation_ended": _("You no longer facilitate a group."),
    "hold_placed": _("Somebody placed a hold: data is kept beyond its term."),
    "hold_ended": _("A hold has ended: the terms run again."),
    "hold_ends_soon": _("A hold ends within two weeks. Look whether it is still needed."),
    "token_ends_soon": _(
        "A key with which another system reads our numbers runs out within two weeks. If it is needed, make a new one."
    ),
    "token_idle": _("A key for another system was not used for three months. If nobody needs it, end it."),
    "token_ended": _("A key that you made for another system was ended."),
    "terms_end": _("In a council you work with, terms of office end within 60 days. Seats: %(seats)s"),
}


def sentence(text_key: str, params: dict[str, int | str]) -> str:
    """The sentence of a notice; one whose key has left the code still says that something waits."""
    text = SENTENCES.get(text_key, _("You have one new item."))
    try:
        return str(text) % params
    except (KeyError, ValueError):
        return str(_("You have one new item."))
