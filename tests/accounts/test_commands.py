"""The first administrator is made in a terminal, where no browser reaches the machine itself."""

import getpass
import io
import re
import sys

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from accounts.models import JournalEntry, OneTimeLink, User
from tests.factories.accounts import code_now

pytestmark = pytest.mark.django_db
PASSWORD = "another sentence of words"  # noqa: S105


class Terminal:
    """Somebody who answers what is asked, in the order of a script; a code of ``now`` is read off the screen."""

    def __init__(self, *script):
        self.script, self.asked = list(script), []
        self.out, self.err = io.StringIO(), io.StringIO()

    def answer(self, question):
        self.asked.append(question.split(":")[0].split(" (")[0])
        if not self.script:
            raise EOFError
        answer = self.script.pop(0)
        return code_now(self.key) if answer == "now" else answer

    @property
    def key(self):
        return re.search(r"type the key into it: (\w+)", self.out.getvalue())[1]


@pytest.fixture
def at_terminal(monkeypatch):
    def start(*script, **options):
        terminal = Terminal(*script)
        monkeypatch.setattr("builtins.input", terminal.answer)
        monkeypatch.setattr(getpass, "getpass", terminal.answer)
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
        try:
            call_command("first_administrator", stdout=terminal.out, stderr=terminal.err, **options)
        except CommandError as refusal:
            terminal.err.write(f"refused: {refusal}")
        return terminal

    return start


def test_the_account_is_made_with_role_password_and_second_factor(at_terminal):
    terminal = at_terminal("first", "First Administrator", PASSWORD, PASSWORD, "now", language="en")
    user = User.objects.get()
    assert (user.username, user.full_name, user.language) == ("first", "First Administrator", "en")
    assert [grant.role for grant in user.current_grants] == ["administrator"]
    assert {step.type for step in user.authenticator_set.all()} == {"totp", "recovery_codes"}
    assert authenticate(None, username="first", password=PASSWORD) == user
    codes = user.authenticator_set.get(type="recovery_codes").wrap().get_unused_codes()
    assert re.findall(r"^  (\S+)$", terminal.out.getvalue(), re.M) == codes
    square = re.findall(r"^[█▀▄\xa0]{30,}$", terminal.out.getvalue(), re.M)
    assert len({*map(len, square)}) == 1
    assert len(square[0]) // 2 <= len(square)  # two rows of the picture lie in one line
    assert PASSWORD not in terminal.out.getvalue() + terminal.err.getvalue()
    assert not OneTimeLink.objects.filter(used_at=None, revoked_at=None).exists()
    assert JournalEntry.objects.filter(verb="role.granted").count() == 1


def test_only_what_was_wrong_is_asked_again(at_terminal):
    terminal = at_terminal(
        *("first", "First Administrator", "short", "short", "now"),
        *(PASSWORD, "otherwise", "now"),
        *(PASSWORD, PASSWORD, "000000"),
        "now",
    )
    once = ["User name", "Your name", "New password", "New password again", "Code that the app shows now"]
    assert terminal.asked == [*once, *once[2:], *once[2:], once[-1]]
    assert re.findall(r"^([^:\n]+): ", terminal.err.getvalue(), re.M) == [once[2], once[3], once[4]]
    assert authenticate(None, username="first", password=PASSWORD) == User.objects.get()


def test_who_stops_leaves_no_account(at_terminal):
    terminal = at_terminal("first", "First Administrator")
    assert terminal.err.getvalue() == "refused: Stopped; no account was made."
    assert not User.objects.exists()


def test_there_is_one_first_administrator(at_terminal, administrator):
    terminal = at_terminal("second", "Second", PASSWORD, PASSWORD, "now")
    assert (terminal.asked, User.objects.count()) == ([], 1)
    assert "There is an administrator already" in terminal.err.getvalue()


def test_a_password_is_never_asked_for_outside_a_terminal(monkeypatch):
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    with pytest.raises(CommandError, match="start it in a terminal"):
        call_command("first_administrator")
    assert not OneTimeLink.objects.exists()
