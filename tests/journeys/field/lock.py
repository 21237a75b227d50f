"""The lock of a phone (finger, face): Chromium's own pretence of one, which also keeps secrets behind it."""

from playwright.sync_api import Page

OPTIONS = {
    "protocol": "ctap2",
    "ctap2Version": "ctap2_1",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
    "hasPrf": True,
}


class Lock:
    """``Lock(page)``: from now on the phone has one. ``knows(False)``: the finger before it is a stranger's."""

    def __init__(self, page: Page, **options):
        self.session = page.context.new_cdp_session(page)
        self.session.send("WebAuthn.enable")
        answer = self.session.send("WebAuthn.addVirtualAuthenticator", {"options": {**OPTIONS, **options}})
        self.which = {"authenticatorId": answer["authenticatorId"]}

    def knows(self, is_known: bool) -> None:
        self.session.send("WebAuthn.setUserVerified", {**self.which, "isUserVerified": is_known})

    def credentials(self) -> list[dict]:
        return self.session.send("WebAuthn.getCredentials", self.which)["credentials"]

    def forgets(self) -> None:
        self.session.send("WebAuthn.clearCredentials", self.which)
