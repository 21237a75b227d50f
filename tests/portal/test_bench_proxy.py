"""nginx in front of the portal: that the file we give to others keeps what it may keep, and nothing else."""

import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from portal.bench import proxy
from portal.bench.proxy import ALSO, COPIES, FILE, LISTEN, OURS, PORTAL, UPSTREAM, in_front
from portal.bench.visits import CannotMeasure
from portal.machine import nginx
from portal.middleware import KEEP

pytestmark = pytest.mark.once


class Portal(ThreadingHTTPServer):
    """Answers as the portal does, and notes what it was asked: the path and the tag that was known already."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.asked: list[tuple[str, str | None]] = []
        self.keys: list[str | None] = []
        self.tag = '"1"'


class Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:  # noqa: N802  named by the library
        known = self.headers["If-None-Match"]
        self.server.asked.append((self.path, known))
        self.server.keys.append(self.headers["Authorization"])
        is_same = known == self.server.tag
        body = b"" if is_same else f"{self.path} {self.server.tag}".encode()
        self.send_response(304 if is_same else 200)
        if self.path.startswith("/km/") or self.path.startswith("/api/reports/"):
            self.send_header("Cache-Control", KEEP)
        elif self.path.startswith("/media/"):
            self.send_header("Cache-Control", "public, max-age=86400")
        self.send_header("ETag", self.server.tag)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        pass


@pytest.fixture
def portal() -> Iterator[Portal]:
    one = Portal()
    Thread(target=one.serve_forever, daemon=True).start()
    yield one
    one.shutdown()
    one.server_close()


def get(address: str, path: str, **headers: str) -> str:
    with closing(HTTPConnection(address.removeprefix("http://"), timeout=20)) as connection:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        assert answer.status == 200
        return answer.read().decode()


@pytest.mark.deep
@pytest.mark.skipif(nginx() is None, reason="nginx is not on this machine (Debian: nginx-light)")
def test_public_pages_are_kept_for_a_second_and_nothing_else_is(portal):
    with in_front(f"http://127.0.0.1:{portal.server_port}", [("ETag", "x")], b"the same") as (_pid, kept, file):
        assert get(file, f"/{FILE}") == "the same"
        for _time in range(3):
            assert get(kept, "/km/") == '/km/ "1"'
            assert get(kept, "/desk/") == '/desk/ "1"'
            assert get(kept, "/media/images/a.jpg") == '/media/images/a.jpg "1"'
        assert portal.asked.count(("/km/", None)) == 1
        assert portal.asked.count(("/desk/", None)) == 3
        assert portal.asked.count(("/media/images/a.jpg", None)) == 3  # it may be taken back at any moment
        portal.asked.clear()
        time.sleep(2.1)  # nginx counts whole seconds
        assert get(kept, "/km/") == '/km/ "1"'
        assert portal.asked == [("/km/", '"1"')]  # asked whether it is still the same, and not for its words
        portal.tag = '"2"'  # published, or taken down
        time.sleep(2.1)
        assert get(kept, "/km/") == '/km/ "2"'


@pytest.mark.skipif(nginx() is None, reason="nginx is not on this machine (Debian: nginx-light)")
def test_keys_of_other_systems_go_through_and_their_answers_are_never_kept(portal):
    """Not even where the portal said that they may be: the planted fault is what it says here."""
    path, keys = "/api/reports/v1/places/", ["Bearer one", "Bearer two", "Bearer two"]
    with in_front(f"http://127.0.0.1:{portal.server_port}", [("ETag", "x")], b"the same") as (_pid, kept, _file):
        for key in keys:
            assert get(kept, path, Authorization=key) == f'{path} "1"'
        assert (portal.keys, portal.asked) == (keys, [(path, None)] * 3)
        for _time in range(2):
            get(kept, "/km/")
        assert portal.asked.count(("/km/", None)) == 1  # so one that is kept would have been found


def test_nobody_keeps_a_list_of_who_read_what():
    assert "    access_log off;\n" in OURS.read_text("utf-8")


def test_a_file_that_no_longer_says_what_the_measure_changes_is_refused(tmp_path, monkeypatch):
    said = UPSTREAM.read_text("utf-8") + OURS.read_text("utf-8")
    assert all(said.count(each) == 1 for each in (LISTEN, ALSO, PORTAL, COPIES))
    changed = tmp_path / "upstream.conf"
    changed.write_text(UPSTREAM.read_text("utf-8").replace(PORTAL, "portal.internal"))
    monkeypatch.setattr(proxy, "UPSTREAM", changed)
    with pytest.raises(CannotMeasure, match=r"no longer says 127\.0\.0\.1:8000"), in_front("http://x:1", [], b""):
        pass
