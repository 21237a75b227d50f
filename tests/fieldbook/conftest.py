"""Keys, parts and counts of one test never reach the next."""

import pytest
from django.test import Client

from fieldbook import limits
from tests.factories.accounts import make_user, signed_in
from tests.factories.fieldbook import make_phone
from tests.factories.participation import make_facilitation, make_group, make_membership, make_post
from tests.fieldbook.description import faults_of_response

NOT_OF_THE_API = (403,)
"""Of Django itself, before any view: a request without the token of its session."""


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    settings.PHONE_KEYS_DIR = tmp_path / "phone_keys"
    settings.VAR_DIR = tmp_path
    limits.forget()


@pytest.fixture(autouse=True)
def every_answer_fits_the_description(monkeypatch):
    """Whatever a test of this folder is about: no answer of the API is other than described."""
    request = Client.request

    def described(client, **environ):
        response = request(client, **environ)
        path, method = environ.get("PATH_INFO", ""), environ.get("REQUEST_METHOD", "GET")
        if path.startswith("/field/api/v1/") and response.status_code not in NOT_OF_THE_API:
            assert faults_of_response(method, path, response) == []
        return response

    monkeypatch.setattr(Client, "request", described)


class Field:
    """A facilitator with a phone, and a club of a few members."""

    def __init__(self):
        self.user = make_user("facilitator")
        self.group = make_group()
        self.facilitation = make_facilitation(user=self.user, group=self.group)
        make_post(self.group.kind)
        self.people = [make_membership(group=self.group).person for _ in range(3)]
        self.phone = make_phone(self.user)

    @property
    def marks(self):
        return dict.fromkeys(self.people, "present")


@pytest.fixture
def field(db):
    return Field()


@pytest.fixture
def officer(field):
    return make_user("programme_officer", area=field.group.area)


@pytest.fixture
def desk(officer):
    return signed_in(officer)
