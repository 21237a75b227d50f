"""What each address is for: which row it is about, who may open it, and with which methods. One line an address."""

from dataclasses import dataclass

from accounts.roles import Capability as C


@dataclass(frozen=True, slots=True)
class Rule:
    """Who and how.

    ``needs``: one of these capabilities (none: everyone signed in). ``about``: the row on each side, or a common one.
    ``public``: open to strangers too. ``methods``: those it answers. ``all_of_them``: one of ``needs`` is too few.
    """

    needs: tuple[C, ...] = ()
    about: str = ""
    public: bool = False
    methods: tuple[str, ...] = ("get", "post")
    all_of_them: bool = False


def _page(*needs: C, about: str = "", methods: tuple[str, ...] = ("get",)) -> Rule:
    return Rule(needs, about, methods=methods)


def _form(*needs: C, about: str = "", methods: tuple[str, ...] = ("get", "post")) -> Rule:
    return Rule(needs, about, methods=methods)


def _act(*needs: C, about: str = "") -> Rule:
    return Rule(needs, about, methods=("post",))


def _both(*methods: str, about: str = "") -> Rule:
    """For who keeps groups and people, not for who keeps one of them."""
    return Rule((C.EDIT_GROUPS, C.EDIT_PEOPLE), about, methods=methods, all_of_them=True)


PUBLIC = Rule(public=True, methods=("get",))
PUBLIC_FORM = Rule(public=True)
SIGNED_IN = Rule(methods=("get",))
ACCOUNTS = (C.MANAGE_ACCOUNTS, C.GRANT_SAFEGUARDING)
"""Who opens the accounts; to whose account what may be done, is for the actions to say (tests/accounts/actions)."""
SIGNED_IN_FORM = Rule()
ASKS = (C.RECORD_MEETINGS, C.EDIT_GROUPS)
"""Who writes and follows up asks: those who record in the group, and the officers of the place."""

RULES: dict[str, Rule] = {
    "root": PUBLIC,
    "robots": PUBLIC,
    "sitemap": PUBLIC,
    "manifest": PUBLIC,
    "api:pages:listing": PUBLIC,
    "favicon": PUBLIC,
    "health": PUBLIC,
    "help": PUBLIC,
    "calendar": PUBLIC,
    "search": PUBLIC,
    "offline": PUBLIC,
    "reading_worker": PUBLIC,
    "near": PUBLIC,
    "near_province": Rule(public=True, about="province", methods=("get",)),
    "stories_feed": PUBLIC,
    "news_feed": PUBLIC,
    "field:home": PUBLIC,
    "field:km": PUBLIC,
    "field:en": PUBLIC,
    "field:worker": PUBLIC,
    "field:manifest": PUBLIC,
    "link": Rule(public=True, about="token"),
    "set_language": Rule(public=True, methods=("post",)),
    "account_login": PUBLIC_FORM,
    "account_reset_password": PUBLIC_FORM,
    "account_reset_password_done": PUBLIC_FORM,
    "account_code": PUBLIC_FORM,
    "mfa_login_webauthn": PUBLIC_FORM,
    "desk": SIGNED_IN,
    "accounts:roles": SIGNED_IN_FORM,
    "accounts:mine": SIGNED_IN_FORM,
    "accounts:my_details": SIGNED_IN_FORM,
    "accounts:my_sessions": SIGNED_IN_FORM,
    "accounts:conduct": SIGNED_IN_FORM,
    "notices:list": SIGNED_IN_FORM,
    "notices:all_read": Rule(methods=("post",)),
    "places:search": SIGNED_IN,
    "places:children": SIGNED_IN,
    "groups:list": _page(C.SEE_GROUPS),
    "groups:add": _form(C.EDIT_GROUPS),
    "groups:page": _page(C.SEE_GROUPS, about="group"),
    "groups:history": _page(C.SEE_GROUPS, about="group"),
    "groups:edit": _form(C.EDIT_GROUPS, about="group"),
    "groups:status": _form(C.EDIT_GROUPS, about="group"),
    "groups:undo_closing": _form(C.EDIT_GROUPS, about="closed group"),
    "clubs:council": _form(C.EDIT_GROUPS, about="club"),
    "councils:profile": _form(C.EDIT_GROUPS, about="council"),
    "councils:seats": _page(C.SEE_GROUPS, about="council"),
    "councils:seats_paper": _page(C.SEE_PEOPLE, about="council"),
    "councils:set_up": _form(C.EDIT_GROUPS, about="council"),
    "councils:add_seat": _form(C.EDIT_GROUPS, about="council"),
    "councils:represent": _form(C.EDIT_GROUPS, about="council"),
    "councils:end_representation": _form(C.EDIT_GROUPS, about="voice"),
    "councils:seat": _page(C.SEE_GROUPS, about="seat"),
    "councils:change_seat": _form(C.EDIT_GROUPS, about="seat"),
    "councils:close_seat": _form(C.EDIT_GROUPS, about="seat"),
    "councils:reopen_seat": _form(C.EDIT_GROUPS, about="closed seat"),
    "councils:fill": _form(C.EDIT_PEOPLE, about="seat"),
    "councils:end": _form(C.EDIT_PEOPLE, about="mandate"),
    "councils:undo_end": _form(C.EDIT_PEOPLE, about="mandate"),
    "councils:take_back": _form(C.EDIT_PEOPLE, about="mandate"),
    "councils:handover": _form(C.EDIT_PEOPLE, about="mandate"),
    "councils:gaps": _page(C.SEE_GROUPS),
    "councils:gaps_csv": _page(C.SEE_GROUPS),
    "councils:gaps_xlsx": _page(C.SEE_GROUPS),
    "councils:lists": _page(C.EDIT_RULES),
    "councils:add_method": _form(C.EDIT_RULES),
    "councils:edit_method": _form(C.EDIT_RULES, about="method"),
    "councils:add_body": _form(C.EDIT_RULES),
    "councils:edit_body": _form(C.EDIT_RULES, about="body"),
    "members:enrol": _form(C.EDIT_PEOPLE, about="group"),
    "members:end": _form(C.EDIT_PEOPLE, about="membership"),
    "members:undo_end": _form(C.EDIT_PEOPLE, about="ended membership"),
    "members:restart": _form(C.EDIT_PEOPLE, about="ended membership"),
    "members:post": _form(C.EDIT_PEOPLE, about="membership"),
    "members:transfer": _form(C.EDIT_PEOPLE, about="membership"),
    "people:search": _form(C.SEE_PEOPLE),
    "people:page": _page(C.SEE_PEOPLE, about="person"),
    "people:edit": _form(C.EDIT_PEOPLE, about="person"),
    "consents:list": _page(C.SEE_PEOPLE),
    "consents:enter": _form(C.EDIT_PEOPLE, about="group"),
    "consents:form": _page(C.SEE_PEOPLE, about="group"),
    "consents:cards": _page(C.SEE_PEOPLE, about="group"),
    "consents:withdraw": _form(C.EDIT_PEOPLE, about="consent"),
    "likenesses:list": _page(C.EDIT_PEOPLE),
    "likenesses:pair": _form(C.EDIT_PEOPLE, about="pair"),
    "likenesses:undo": _form(C.EDIT_PEOPLE, about="merge"),
    "meetings:list": _page(C.SEE_GROUPS),
    "meetings:page": _page(C.SEE_GROUPS, about="meeting"),
    "meetings:record": _form(C.RECORD_MEETINGS, about="group"),
    "meetings:sheet": _form(C.RECORD_MEETINGS, about="group"),
    "meetings:correct": _form(C.RECORD_MEETINGS, about="meeting"),
    "meetings:approve": _act(C.RECORD_MEETINGS, about="meeting"),
    "meetings:reopen": _act(C.RECORD_MEETINGS, about="approved meeting"),
    "meetings:photo": _page(C.SEE_PEOPLE, about="photo"),
    "meetings:photo_shown": _form(C.RECORD_MEETINGS, about="photo"),
    "meetings:photo_delete": _form(C.RECORD_MEETINGS, about="photo"),
    "pictures:release": _form(C.RECORD_MEETINGS, about="photo"),
    "pictures:ask": _act(C.RECORD_MEETINGS, about="photo"),
    "pictures:requests": _page(C.RECORD_MEETINGS),
    "pictures:answer": _act(C.RECORD_MEETINGS, about="request"),
    "meetings:withdraw": _form(C.RECORD_MEETINGS, about="meeting"),
    "asks:list": _page(C.SEE_GROUPS),
    "asks:page": _page(C.SEE_GROUPS, about="ask"),
    "asks:draft": _form(C.RECORD_MEETINGS, about="issue"),
    "asks:change": _form(*ASKS, about="ask"),
    "asks:send": _form(*ASKS, about="ask"),
    "asks:move_due": _form(*ASKS, about="ask"),
    "asks:answer": _form(*ASKS, about="ask"),
    "asks:tell": _form(*ASKS, about="ask"),
    "asks:untell": _form(*ASKS, about="ask"),
    "asks:close": _form(*ASKS, about="ask"),
    "asks:withdraw": _form(*ASKS, about="ask"),
    "asks:link": _act(*ASKS, about="ask"),
    "asks:revoke_link": _act(*ASKS, about="ask link"),
    "asks:confirm": _act(C.EDIT_GROUPS, about="ask answer"),
    "asks:turn_down": _form(C.EDIT_GROUPS, about="ask answer"),
    "ask_board:list": _page(C.APPROVE_PAGES),
    "ask_board:release": _form(C.APPROVE_PAGES, about="ask"),
    "ask_board:poster": _page(C.SEE_GROUPS, about="ask"),
    "ask_board:take_back": _act(C.APPROVE_PAGES, about="ask release"),
    "planning:month": _page(C.SEE_GROUPS),
    "planning:feed": _form(C.SEE_GROUPS),
    "planning:revoke_feed": _act(C.SEE_GROUPS),
    "planning:plan": _form(C.RECORD_MEETINGS, about="group"),
    "planning:not_held": _form(C.RECORD_MEETINGS, about="group"),
    "planning:change": _form(C.RECORD_MEETINGS, about="plan"),
    "planning:cancel": _form(C.RECORD_MEETINGS, about="plan"),
    "planning:restore": _form(C.RECORD_MEETINGS, about="cancelled plan"),
    "planning:take_back": _form(C.RECORD_MEETINGS, about="missed"),
    "deliveries:list": _page(C.RECORD_MEETINGS),
    "deliveries:load": _form(C.RECORD_MEETINGS),
    "deliveries:page": _page(C.RECORD_MEETINGS, about="delivery"),
    "deliveries:take": _act(C.RECORD_MEETINGS, about="delivery"),
    "deliveries:refuse": _form(C.RECORD_MEETINGS, about="delivery"),
    "deliveries:resolve": _act(C.RECORD_MEETINGS, about="delivery"),
    "deliveries:set_aside": _act(C.RECORD_MEETINGS, about="delivery"),
    "deliveries:put_right": _form(C.RECORD_MEETINGS, about="delivery"),
    "deliveries:names": _form(C.RECORD_MEETINGS, about="delivery"),
    "phones:mine": SIGNED_IN,
    "phones:account": _page(C.MANAGE_ACCOUNTS, C.MANAGE_FACILITATIONS, about="facilitator"),
    "phones:end": _form(C.MANAGE_ACCOUNTS, C.MANAGE_FACILITATIONS, about="phone"),
    "schools:list": _page(C.SEE_GROUPS, C.MANAGE_PARTNERS),
    "schools:add": _form(C.MANAGE_PARTNERS),
    "schools:edit": _form(C.MANAGE_PARTNERS, about="school"),
    "projects:list": _page(C.SEE_GROUPS, C.MANAGE_PARTNERS),
    "projects:add": _form(C.MANAGE_PARTNERS),
    "projects:edit": _form(C.MANAGE_PARTNERS, about="project"),
    "projects:add_partner": _form(C.MANAGE_PARTNERS),
    "projects:edit_partner": _form(C.MANAGE_PARTNERS, about="partner"),
    "projects:support": _form(C.MANAGE_PARTNERS, about="group"),
    "projects:end_support": _form(C.MANAGE_PARTNERS, about="support"),
    "facilitations:list": _page(C.MANAGE_FACILITATIONS),
    "facilitations:person": _page(C.MANAGE_FACILITATIONS, about="facilitator"),
    "facilitations:code": _form(C.MANAGE_FACILITATIONS, about="facilitator"),
    "facilitations:appoint_person": _form(C.MANAGE_FACILITATIONS, about="facilitator"),
    "facilitations:appoint": _form(C.MANAGE_FACILITATIONS, about="group"),
    "facilitations:substitute": _form(C.MANAGE_FACILITATIONS, about="group"),
    "facilitations:end": _form(C.MANAGE_FACILITATIONS, about="facilitation"),
    "imports:list": _both("get"),
    "imports:add": _both("get", "post"),
    "imports:template_xlsx": _both("get"),
    "imports:template_csv": _both("get"),
    "imports:page": _both("get", about="import"),
    "imports:apply": _both("post", about="import"),
    "imports:decide": _both("post", about="import"),
    "imports:again": _both("post", about="import"),
    "imports:drop": _both("post", about="import"),
    "imports:undo": _both("post", about="import"),
    "rules:list": _page(C.EDIT_RULES),
    "rules:edit_kind": _form(C.EDIT_RULES, about="kind"),
    "rules:add_post": _form(C.EDIT_RULES, about="kind"),
    "rules:edit_post": _form(C.EDIT_RULES, about="post"),
    "rules:bearers": _page(C.EDIT_RULES),
    "rules:add_bearer": _form(C.EDIT_RULES),
    "rules:edit_bearer": _form(C.EDIT_RULES, about="bearer"),
    **{
        f"exports:{name}_{format}": _page(*needs)
        for name, needs in {
            "groups": (C.SEE_GROUPS,),
            "meetings": (C.SEE_GROUPS,),
            "asks": (C.SEE_GROUPS,),
            "schools": (C.SEE_GROUPS, C.MANAGE_PARTNERS),
            "projects": (C.SEE_GROUPS, C.MANAGE_PARTNERS),
            "partners": (C.SEE_GROUPS, C.MANAGE_PARTNERS),
            "facilitators": (C.MANAGE_FACILITATIONS,),
            "plans": (C.SEE_GROUPS,),
            "missed": (C.SEE_GROUPS,),
            "gaps": (C.SEE_GROUPS,),
        }.items()
        for format in ("csv", "xlsx")
    },
    "exports:consents": _form(C.EXPORT_NAMES),
    "exports:members": _form(C.EXPORT_NAMES),
    "exports:register": _page(C.SEE_PEOPLE, about="group"),
    "fieldbook:openapi": PUBLIC,
    "fieldbook:session": SIGNED_IN,
    "fieldbook:devices": _act(C.RECORD_MEETINGS),
    "fieldbook:roster": _page(C.RECORD_MEETINGS),
    "helplines:list": _page(C.MANAGE_HELPLINES),
    "helplines:list_csv": _page(C.MANAGE_HELPLINES),
    "helplines:list_xlsx": _page(C.MANAGE_HELPLINES),
    "helplines:add": _form(C.MANAGE_HELPLINES),
    "helplines:edit": _form(C.MANAGE_HELPLINES, about="helpline"),
    "helplines:confirm": _form(C.MANAGE_HELPLINES, about="helpline"),
    "helplines:retire": _form(C.MANAGE_HELPLINES, about="helpline"),
    "helplines:reinstate": _act(C.MANAGE_HELPLINES, about="helpline"),
    "journal:list": _form(C.SEE_JOURNAL),
    "journal:list_csv": _page(C.SEE_JOURNAL),
    "journal:list_xlsx": _page(C.SEE_JOURNAL),
    "accounts:list": _form(*ACCOUNTS),
    "accounts:list_csv": _page(*ACCOUNTS),
    "accounts:list_xlsx": _page(*ACCOUNTS),
    "accounts:invite": _form(C.MANAGE_ACCOUNTS),
    "accounts:account": _form(*ACCOUNTS, about="account"),
    "accounts:give_link": _act(C.MANAGE_ACCOUNTS, about="account"),
    "accounts:close": _form(*ACCOUNTS, about="account"),
    "accounts:open": _form(*ACCOUNTS, about="account"),
    "accounts:end_sessions": _form(*ACCOUNTS, about="account"),
    "accounts:remove_second_factor": _form(*ACCOUNTS, about="account"),
    "accounts:grant": _form(*ACCOUNTS, about="account"),
    "accounts:end_role": _form(*ACCOUNTS, about="grant"),
}

OF_THE_FACTOR = (
    "account_reauthenticate",
    "account_change_password",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_authenticate",
)
"""About the reader's own sign-in only: a stranger is never let in, and nobody's rows are shown."""

ELSEWHERE = {
    "api:pages:detail": "tests/content/test_api: public pages by number",
    "account_logout": "tests/accounts: leads to the sign-in page, whoever asks",
    "accounts:confirm_role": "tests/accounts: a first safeguarding officer, by a second administrator",
    "field:sheet": "tests/fieldbook/test_shell: the app itself, about nobody, or the way to the desk",
    "demo": "tests/accounts: only from this machine, only in a demo",
    "notices:read": "tests/accounts: only one's own notices and those of whom one stands in for",
    "fieldbook:records": "tests/fieldbook: proved by a phone's own key, without any session",
    "fieldbook:photo": "tests/fieldbook: proved by a phone's own key, without any session",
    "mfa_remove_webauthn": "tests/accounts: only one's own passkeys",
    "mfa_edit_webauthn": "tests/accounts: only one's own passkeys",
    "planning:feed_file": "tests/participation: whoever has the token, while its owner's role lasts",
    "clip_file": "tests/content/test_hearing: recordings that public pages offer",
    "pack_files": "tests/content/test_packs: the parts of a public pack",
    "help_files": "tests/content/test_pack_lists: the parts of the way to help, which every pack holds",
    "rendition": "tests/portal: pictures made for public pages",
    "security_contact": "tests/portal: a public text",
    "vote": "tests/content/test_voting: by anybody, from our own page only, within the limit of an address",
    "wagtail_serve": "tests/content: public pages",
    "wagtaildocs_serve": "tests/content: documents",
    "wagtaildocs_authenticate_with_password": "tests/portal: shared passwords are closed",
    "wagtailcore_authenticate_with_password": "tests/portal: shared passwords are closed",
    "wagtailcore_login": "tests/portal: closed",
}
"""Addresses whose rule is not a capability within a reach, and where they are proved instead."""
