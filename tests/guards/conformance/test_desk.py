"""Pages behind the door are HTML without a fault, empty forms that were sent included."""

import pytest

from tests.guards.conformance.page import faults
from tests.guards.matrix.test_permissions import answer, client_of
from tests.guards.matrix.test_words import READERS, paths

pytestmark = [pytest.mark.django_db, pytest.mark.once]

APP = {"field:km", "field:en"}
"""Looked at with the public pages."""
PARTS = {"places:search", "places:children"}
"""They answer a piece of a page, which htmx puts into one."""


def test_pages_behind_the_door_have_no_fault(world, figure):
    """Each address is read by the first who may open it, and what it says to an empty form too."""
    clients = {reader: client_of(world, reader) for reader in READERS}
    found, read = [], 0
    for name, path, methods in paths(world):
        for method in methods if name not in PARTS | APP else ():
            for client in clients.values():
                response = answer(client, method, path)
                if response.status_code in (302, 404, 405):
                    continue
                if response.headers.get("Content-Type", "").startswith("text/html"):
                    where = f"{method.upper()} {name} -> {response.status_code}"
                    found += [f"{where}: {fault}" for fault in faults(response.content.decode())]
                    read += 1
                break
    figure(f"HTML validator: {len(found)} errors on {read} pages behind the door")
    assert not found, "\n" + "\n".join(found)
