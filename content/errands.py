"""Asks the portal itself for an address, as a stranger's browser would, to learn what the answer holds and weighs."""

import gzip
import hashlib
import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import brotli
from django.conf import settings
from django.contrib.staticfiles.finders import find
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpRequest
from django.utils import translation

ASKER = ("SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "HTTP_HOST", "HTTP_X_FORWARDED_PROTO", "REMOTE_ADDR")
FROM_THE_SERVER = 70
"""Bytes of a head that Django never sees: the line with the status, the day, the end."""
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a browser gets: known by its content, with the bytes of head and body as they come over the network."""

    digest: str
    size: int
    text: str = ""


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def fetch(asked: HttpRequest, address: str, encoding: str) -> Fetched | None:
    """The answer at an address in an encoding; None where there is none for everybody."""
    path = address.partition("?")[0]
    if path.startswith(settings.STATIC_URL):
        return _static(asked, path, encoding)
    if path.startswith(settings.MEDIA_URL):
        return _upload(asked, path)
    answer = _answer(asked, address, encoding)
    if answer.status_code != 200 or answer.streaming:
        return None
    body = UNPACK.get(answer.headers.get("Content-Encoding"), bytes)(answer.content)
    return Fetched(digest(body), _head(answer) + len(answer.content), body.decode())


def _static(asked: HttpRequest, path: str, encoding: str) -> Fetched | None:
    """Known by the file as it lies; weighed as it is sent."""
    answer = _answer(asked, path, encoding, method="HEAD")
    if answer.status_code != 200:
        return None
    name = unquote(path.removeprefix(settings.STATIC_URL))
    file = Path(settings.STATIC_ROOT) / name
    if not file.is_file():
        file = Path(find(name))
    return Fetched(digest(file.read_bytes()), _head(answer) + int(answer.headers["Content-Length"]))


def _upload(asked: HttpRequest, path: str) -> Fetched | None:
    """A picture or a recording as its view hands it out: what may not be shown or heard today is none."""
    answer = _answer(asked, path, "")
    if answer.status_code != 200:
        return None
    data = b"".join(answer)
    if answer.streaming:
        answer.file_to_stream.close()
    return Fetched(digest(data), _head(answer) + len(data))


def _head(answer) -> int:
    return FROM_THE_SERVER + sum(len(name) + len(value) + 4 for name, value in answer.headers.items())


@cache
def _portal() -> WSGIHandler:
    return WSGIHandler()


def _answer(asked: HttpRequest, address: str, encoding: str, method: str = "GET"):
    path, _mark, query = address.partition("?")
    environ = {name: asked.META[name] for name in ASKER if name in asked.META} | {
        "REQUEST_METHOD": method,
        "PATH_INFO": unquote(path).encode().decode("latin-1"),
        "QUERY_STRING": query,
        "HTTP_ACCEPT_ENCODING": encoding,
        "HTTP_SEC_PURPOSE": "prefetch",  # nobody reads this
        "wsgi.url_scheme": asked.scheme,
        "wsgi.input": io.BytesIO(),
    }
    language = translation.get_language()
    try:
        answer = _portal().get_response(WSGIRequest(environ))
    finally:
        translation.activate(language)
    return answer
