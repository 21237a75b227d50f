"""Another system: it has a key, asks, and reads what it is told."""

import json
from dataclasses import dataclass, field

from django.http import HttpResponse
from django.test import Client

from reports.api.openapi import description
from tests.described import Described
from tests.factories.accounts import make_token

ROOT = "/api/reports/v1/"
LISTS = ("places", "groups", "meetings", "indicators", "targets", "quarters", "services", "coverage")
described = Described(description())


@dataclass
class Caller:
    """``ask`` finds a fault in every answer that is not as the description says."""

    key: str
    client: Client = field(default_factory=Client)

    def ask(self, path: str, **asked: object) -> HttpResponse:
        return self.call("get", path, asked)

    def call(self, method: str, path: str, asked: dict | None = None, **headers: str) -> HttpResponse:
        shown = {"authorization": f"Bearer {self.key}"} if self.key else {}
        address = path if path.startswith("/") else f"{ROOT}{path}/"
        answer = getattr(self.client, method)(address, asked or {}, headers={**shown, **headers})
        assert described.faults_of_response(method, address.partition("?")[0], answer) == []
        return answer

    def read(self, path: str, **asked: object) -> dict:
        answer = self.ask(path, **asked)
        assert answer.status_code == 200, answer.content
        return json.loads(answer.content)

    def all_of(self, path: str, **asked: object) -> list[dict]:
        """The items of every page."""
        page = self.read(path, **asked)
        found = page["items"]
        while page["next"]:
            page = self.read(page["next"])
            found += page["items"]
        return found


def caller_of(maker=None, **values) -> Caller:
    return Caller(make_token(maker, **values).plain)
