"""The browser's watch is worth something only if it finds a planted fault."""

from tests.journeys.conftest import COLOURS, DESK, PHONE


def taken(page):
    """What the watch noted so far; the test has seen it, so it is no failure any more."""
    noted, page.watch.complaints[:] = list(page.watch.complaints), []
    return noted


def test_a_page_that_works_has_no_complaints(phone, violations, overflow):
    phone.goto("/accounts/login/")
    assert "script-src 'self'" in phone.request.get("/accounts/login/").headers["content-security-policy"]
    assert phone.locator("html").get_attribute("lang") == "km"
    assert violations(phone) == []
    assert overflow(phone) == 0


def test_script_errors_and_console_errors_are_found(phone):
    phone.evaluate("setTimeout(() => { throw new Error('planted') })")
    phone.evaluate("console.error('planted too')")
    phone.wait_for_timeout(100)
    assert sorted(taken(phone)) == ["console: planted too", "script: planted"]


def test_a_request_to_another_host_is_found(phone):
    phone.route("http://other.example/**", lambda route: route.fulfill(body=""))
    phone.evaluate("fetch('http://other.example/pixel', {mode: 'no-cors'})")
    assert taken(phone) == ["request to http://other.example/pixel"]


def test_violations_are_found(desk, violations):
    desk.set_content('<html lang="km"><title>x</title><main><h1>x</h1><img src="data:,"></main></html>')
    assert violations(desk) == ['image-alt: <img src="data:,">']


def test_colours_that_nobody_can_read_are_found(desk, violations):
    page = '<html lang="km"><title>x</title><main><h1 style="color: {}">Words</h1><img src="data:,"></main></html>'
    for colour, faults in (("#000", []), ("#ccc", ['color-contrast: <h1 style="color: #ccc">Words</h1>'])):
        desk.set_content(page.format(colour))
        assert violations(desk, COLOURS) == faults


def test_overflow_is_found(new_page, overflow):
    wide = '<body style="margin:0"><div style="width:500px">x</div></body>'
    for size, expected in ((PHONE, 140), (DESK, 0)):
        page = new_page(size)
        page.set_content(wide)
        assert overflow(page) == expected
