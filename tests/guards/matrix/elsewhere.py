"""Addresses of the matrix that are about the reader's own sign-in, or are proved in other tests."""

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
    "accounts:end_token": "tests/accounts/views/test_tokens: only one's own keys; all of them for who keeps accounts",
    **{
        f"reports_api:{name}": "tests/reports/api: proved by a key, without any session"
        for name in (
            *("places", "groups", "meetings", "indicators", "targets", "quarters", "quarter_rows"),
            *("services", "coverage", "nothing_here"),
        )
    },
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
    "help_near_files": "tests/content/test_near_packs: the parts of who helps in a commune, a public page",
    "help_files": "tests/content/test_pack_lists: the parts of the way to help, which every pack holds",
    "rendition": "tests/portal: pictures made for public pages",
    "ready": "tests/portal/test_probes: whether the portal is well; what is not, to this machine and the token alone",
    "metrics": "tests/portal/test_probes: numbers without names, to this machine and the token alone",
    "security_contact": "tests/portal: a public text",
    "vote": "tests/content/test_voting: by anybody, from our own page only, within the limit of an address",
    **{
        f"service_imports:{name}": "tests/protection/test_imports: only one's own imports"
        for name in ("page", "apply", "decide", "again", "drop", "undo")
    },
    **{
        f"{subject}:{name}": "tests/reports/dhis2/test_imports: only one's own imports"
        for subject in ("dhis2_codes", "dhis2_places")
        for name in ("page", "apply", "decide", "again", "drop", "undo")
    },
    **{
        f"kobo_imports:{name}": "tests/fieldbook/xlsforms/test_import: only one's own imports"
        for name in ("page", "apply", "decide", "again", "drop", "undo", "report_csv", "report_xlsx")
    },
    "wagtail_serve": "tests/content: public pages",
    "wagtaildocs_serve": "tests/content: documents",
    "wagtaildocs_authenticate_with_password": "tests/portal: shared passwords are closed",
    "wagtailcore_authenticate_with_password": "tests/portal: shared passwords are closed",
    "wagtailcore_login": "tests/portal: closed",
}
"""Addresses whose rule is not a capability within a reach, and where they are proved instead."""
