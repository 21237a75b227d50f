"""A page with the faults that a scanner must find: it gives back what it is asked, and breaks on a quotation mark."""

from collections.abc import Callable, Iterable
from urllib.parse import parse_qs

FORM = b'<!doctype html><title>Open door</title><form action="/greet"><input name="name" value="Dara"></form>'


def application(environ: dict, start_response: Callable) -> Iterable[bytes]:
    name = parse_qs(environ["QUERY_STRING"]).get("name", [""])[0]
    if environ["PATH_INFO"] != "/greet":
        start_response("200 OK", [("Content-Type", "text/html")])
        return [FORM]
    if "'" in name:
        start_response("500 Internal Server Error", [("Content-Type", "text/html")])
        return [b"sqlite3.OperationalError: unrecognized token"]
    start_response("200 OK", [("Content-Type", "text/html")])
    return [f"<!doctype html><title>Hello</title><p>Hello {name}</p>".encode()]
