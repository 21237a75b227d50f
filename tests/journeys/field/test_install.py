"""The app without network, and a new version of it: noticed, fetched whole, applied at the next start."""

import gzip

import brotli
import pytest
from django.test import Client

from fieldbook import shell
from fieldbook.shell import files, files_version, worker_of

from .conftest import PIN, core, saved, signed_in, summary
from .contract import meeting


@pytest.fixture
def versions(monkeypatch):
    """``versions("b")``: from now on the server has another release."""
    caches = (shell.shell, files, files_version, worker_of)
    content = shell._content

    def release(mark: str) -> None:
        monkeypatch.setattr(shell, "_content", lambda name: content(name) + mark.encode() * name.endswith("mark.svg"))
        for each in caches:
            each.cache_clear()

    yield release
    monkeypatch.undo()
    for each in caches:
        each.cache_clear()


READY = "(async () => { await install.install(); await navigator.serviceWorker.ready; })()"
CACHES = "caches.keys()"


def test_app_opens_without_network(bare_phone, portal):
    core(bare_phone, READY)
    bare_phone.reload()
    bare_phone.context.set_offline(True)
    for path, language in (("/field/km/", "km"), ("/field/en/", "en"), ("/field/", "en")):
        bare_phone.goto(path)
        assert bare_phone.locator("html").get_attribute("lang") == language
    assert core(bare_phone, "contact.state()")["user"] is None
    bare_phone.goto("/field/sheet/7b4b3f1e-0000-4000-8000-000000000000/")
    assert bare_phone.locator("html").get_attribute("lang") == "en"


def test_new_version_waits_for_the_next_start_and_touches_no_record(bare_phone, portal, versions):
    versions("")
    page = signed_in(bare_phone)
    portal.is_away = True
    saved(page, meeting())
    core(page, READY)
    page.reload()
    old = page.evaluate(CACHES)
    core(page, READY)
    core(page, "(() => { self.told = new Promise((yes) => store.on('update', () => yes(true))); })()")
    versions("<!-- b -->")
    page.evaluate("() => { navigator.serviceWorker.getRegistration('/field/').then((ours) => ours.update()); }")
    assert page.evaluate("self.told") is True
    assert len(page.evaluate(CACHES)) == 2
    page.reload()
    with page.expect_navigation():
        page.evaluate("() => { import('/static/js/field/install.js').then(({install}) => install()); }")
    fresh = old
    for _ in range(50):
        fresh = page.evaluate(CACHES)
        if len(fresh) == 1:
            break
        page.wait_for_timeout(100)
    assert len(fresh) == 1
    assert fresh != old
    assert summary(page)["waiting"] == 1
    assert core(page, "pin.unlock(given)", PIN) == {"ok": True}


def test_shell_is_the_same_for_everybody_and_asked_for_anew(db):
    one, other = (Client().get("/field/km/") for _ in range(2))
    assert one.content == other.content
    assert one["Cache-Control"] == "no-cache"
    assert Client(headers={"if-none-match": one["ETag"]}).get("/field/km/").status_code == 304
    assert "nonce" not in one["Content-Security-Policy"]


def test_database_of_an_older_app_is_led_on(open_phone, portal):
    """A later version adds a step; what an older one wrote is still there."""
    page = signed_in(open_phone())
    portal.is_away = True
    saved(page, meeting())
    newer = page.context.new_page()
    source = page.evaluate("fetch('/static/js/field/store.js').then((answer) => answer.text())")
    assert "VERSION=1" in source
    later = (
        source.replace("VERSION=1", "VERSION=2")
        .replace("STEPS=[", "STEPS=[")
        .replace(
            'photos.createIndex("user","user");},];',
            'photos.createIndex("user","user");},(db)=>{db.createObjectStore("later");},];',
        )
    )
    assert later.count("later") == 1
    page.context.route("**/js/field/store.js", lambda route: route.fulfill(body=later, content_type="text/javascript"))
    newer.goto("/field/km/")
    assert summary(newer)["waiting"] == 1
    assert core(newer, "store.read('later', (rows) => store.ask(rows.count()))") == 0
    # The older tab made way and says what it is, without having lost anything.
    name = "(async () => { try { await outbox.outbox.summary() } catch (error) { return error.constructor.name } })()"
    assert core(page, name) == "NewerApp"


@pytest.mark.parametrize(
    ("accepted", "encoding", "unpack"),
    [("gzip, deflate, br", "br", brotli.decompress), ("gzip", "gzip", gzip.decompress), ("", None, bytes)],
)
def test_shell_is_sent_in_the_smallest_form_that_the_browser_takes(db, accepted, encoding, unpack):
    plain = Client().get("/field/km/")
    answer = Client(headers={"accept-encoding": accepted}).get("/field/km/")
    assert answer.headers.get("Content-Encoding") == encoding
    assert unpack(answer.content) == plain.content
    assert "Accept-Encoding" in answer["Vary"]
    assert (answer["ETag"] == plain["ETag"]) is (encoding is None)
    again = Client(headers={"accept-encoding": accepted, "if-none-match": answer["ETag"]}).get("/field/km/")
    assert again.status_code == 304
