"""The night: everything has its turn, and whoever looks learns what failed."""

import pytest
from django.core.management import CommandError, call_command, get_commands

from portal.management.commands import nightly


def test_every_command_of_the_night_exists():
    assert [name for name in nightly.COMMANDS if name not in get_commands()] == []


def test_one_that_fails_keeps_no_other_from_its_turn(monkeypatch, caplog):
    called = []

    def call(name, **options):
        called.append(name)
        if name == nightly.COMMANDS[1]:
            raise ValueError("planted")

    monkeypatch.setattr(nightly, "call_command", call)
    with pytest.raises(CommandError, match=nightly.COMMANDS[1]):
        call_command("nightly", verbosity=0)
    assert called == list(nightly.COMMANDS)
    assert "A task of the night failed" in caplog.text


@pytest.mark.django_db
def test_a_night_in_an_empty_portal_is_quiet(capsys):
    call_command("nightly")
    assert capsys.readouterr().out.count("…") >= len(nightly.COMMANDS)
