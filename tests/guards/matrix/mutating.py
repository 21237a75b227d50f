"""Bad input of every kind, made by a seed: what a hurried person, an old phone or an attacker may send."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile

MARK = "xq7marked"
"""Stands in each value that would run if a page gave it back as it came."""
HOSTILE = (
    f"<script>{MARK}</script>",
    f'"><img src=x onerror={MARK}>',
    f"'-{MARK}-'",
    f"{{{{{MARK}|safe}}}}{{% debug %}}",
    f"javascript:{MARK}",
    "\x00",
    "a\x00b",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "ក" * 20_000,
    "្" * 50,
    "\u200b\u200d\u2060",
    "\u202e1202-10-10",
    "0",
    "-1",
    "9" * 40,
    "9223372036854775808",
    "1e309",
    "NaN",
    "Infinity",
    "٣",
    "០",
    "²",
    "0000-00-00",
    "9999-12-31",
    "10000-01-01",
    "2026-02-30",
    "2026-11-30T25:61",
    "99:99",
    "' OR 1=1 --",
    "%s%n%(x)s{0}",
    "../../../../etc/passwd",
    "//elsewhere.example/",
    "https://elsewhere.example/",
    "\r\nSet-Cookie: a=b",
    "[]",
    "{}",
    '{"a":' * 500,
    "null",
    "true",
    " ",
    "",
    str(uuid.UUID(int=0)),
    "é" * 300,
    "😀" * 300,
)
COMMON = ("page", "q", "next", "order", "language", "from", "to", "area", "place", "kind", "age", "format", "id", "day")
"""What pages ask for in their addresses; unknown ones must do no harm either."""
CONTENT_TYPES = (
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=xq7",
    "text/plain; charset=utf-7",
    "text/plain; charset=nothing",
    "application/jose",
    "",
)
BODIES = (
    b"",
    b"\x00\xff\xfe\x80",
    b"{" * 2000,
    b'{"a": 1e999}',
    b"a=%ff%fe&b=%u0000&=&&==",
    b"csrfmiddlewaretoken=x&" + b"a=1&" * 900,
    b'--xq7\r\nContent-Disposition: form-data; name="file"; filename="../../x.xlsx"\r\n\r\nPK\x03\x04\r\n--xq7',
    b"--xq7\r\nContent-Disposition: form-data\r\n\r\n\r\n--xq7--\r\n",
    b"--xq7\r\nContent-Transfer-Encoding: base64\r\n\r\n####\r\n--xq7--",
)
HEADERS = (
    {"accept-language": "km;q=9,,;;=,x" * 40},
    {"hx-request": "true", "hx-target": "\x01<", "hx-trigger-name": "a" * 900},
    {"hx-request": "true", "hx-current-url": "http://[::1"},
    {"if-none-match": '"' * 200},
    {"if-modified-since": "Thu, 99 Nonsense 2026"},
    {"range": "bytes=9-1,-0,a"},
    {"accept": "image/avif;q=a,*/*;q=", "accept-encoding": "br;q=x"},
    {"x-forwarded-for": "unknown, 1.2.3.4, \u00e9", "x-forwarded-proto": "gopher"},
    {"referer": "\\\\elsewhere\\a"},
    {"content-length": "-5"},
    {"cookie": "language=<>; session=%00; =; ;; a"},
)
FILES = (
    ("list.xlsx", b"PK\x03\x04" + b"\x00" * 200),
    ("list.csv", b"\xff\xfe\x00\x00,;\t\r"),
    ("picture.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 30),
    ("..\\\u202egpj.exe", b"MZ"),
    ("", b""),
)
SEGMENT = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)\d+(?=/)")


@dataclass(slots=True)
class Mutant:
    """One request. ``data`` goes as a form, or as it is where a ``content_type`` stands beside it."""

    method: str
    path: str
    data: object = None
    content_type: str | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        told = f" with {ascii(self.data)[:300]}" if self.data else ""
        more = f" as {self.content_type!r}" if self.content_type is not None else ""
        return (
            f"{self.method.upper()} {ascii(self.path)[:300]}{told}{more} {ascii(self.headers) if self.headers else ''}"
        )


def fields_of(page: str, method: str) -> dict[str, list[str]]:
    """What the forms of a page send with this method when nobody touched them."""
    sent: dict[str, list[str]] = {}
    for form in BeautifulSoup(page, "html.parser").find_all("form"):
        if (form.get("method") or "get").lower() != method:
            continue
        for one in form.find_all(["input", "select", "textarea", "button"]):
            if name := one.get("name"):
                chosen = one.find_all("option", selected=True) or one.find_all("option")[:1]
                values = [option.get("value", "") for option in chosen] if one.name == "select" else []
                sent.setdefault(name, []).extend(values or [one.get("value") or one.text.strip()])
    return sent


def mutants(draw: Random, path: str, *, asked: dict[str, list[str]], sent: dict[str, list[str]]) -> Iterator[Mutant]:
    """Requests without end that an address may meet: ``asked`` and ``sent`` are the fields of its forms."""
    while True:
        yield draw.choice((_question, _form, _form, _raw, _other_row, _odd_heads))(draw, path, asked, sent)


def _value(draw: Random) -> str:
    return draw.choice(HOSTILE)


def _question(draw: Random, path: str, asked: dict, _sent: dict) -> Mutant:
    names = draw.sample([*asked, *COMMON], draw.randint(1, 3))
    return Mutant("get", path, {**asked, **{name: [_value(draw) for _ in range(draw.randint(1, 2))] for name in names}})


def _form(draw: Random, path: str, _asked: dict, sent: dict) -> Mutant:
    """A form as it stands but for one to three fields: another value, none, two, or a file in their place."""
    data = {name: list(values) for name, values in sent.items()}
    for name in draw.sample([*data, "next", "day"], min(len(data) + 2, draw.randint(1, 3))):
        match draw.randrange(5):
            case 0:
                data.pop(name, None)
            case 1:
                data[name] = [*data.get(name, [""]), _value(draw)]
            case 2:
                file, content = draw.choice(FILES)
                data[name] = SimpleUploadedFile(file or "x", content)
            case _:
                data[name] = [_value(draw)]
    return Mutant("post", path, data)


def _raw(draw: Random, path: str, _asked: dict, _sent: dict) -> Mutant:
    method = draw.choice(("post", "post", "put", "patch", "delete", "options"))
    return Mutant(method, path, draw.choice(BODIES), draw.choice(CONTENT_TYPES))


def _other_row(draw: Random, path: str, asked: dict, sent: dict) -> Mutant:
    """Another number or id, or nonsense, in the address."""
    found = list(SEGMENT.finditer(path))
    if not found:
        return _question(draw, path, asked, sent)
    one = draw.choice(found)
    instead = draw.choice((str(uuid.UUID(int=draw.getrandbits(128))), "0", "9" * 30, "%00", "..%2f", "%ff", "ក", "-1"))
    return Mutant(draw.choice(("get", "post")), path[: one.start()] + instead + path[one.end() :])


def _odd_heads(draw: Random, path: str, _asked: dict, sent: dict) -> Mutant:
    method = draw.choice(("get", "post"))
    return Mutant(method, path, dict(sent) if method == "post" else None, headers=draw.choice(HEADERS))
