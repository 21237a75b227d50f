"""The shell of the phone's app: what its page holds, which files it needs, and what a new version is known by.

Everything here is the same for everybody and is made once for a running server.
"""

import gzip
import hashlib
import json
import re
from base64 import b64encode
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import brotli
import rjsmin
from django.conf import settings
from django.contrib.staticfiles.finders import find
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.csp import CSP
from django.utils.safestring import mark_safe
from django.utils.translation import override

from councils.models import Candidate
from freshness.kept import Kept
from khmertext.dates import ENGLISH_MONTHS, ENGLISH_WEEKDAYS, KHMER_MONTHS, KHMER_WEEKDAYS
from participation.models import HeadCount, Issue, Meeting, MissedMeeting
from participation.paper import KEYS, legend
from people.models import SupportNeed
from places.models import AdminArea, Source
from places.paths import name as name_of
from protection.models import HandOverNote, HelpLine

from .modules import FOLDER, SOURCE, modules

WORKER = Path(__file__).with_name("worker.js")
SENDERS = (f"{FOLDER}/sending.js", f"{FOLDER}/photos.js")
"""What the service worker itself runs where the browser can wake it up to send."""
SPRITE, APP_SPRITE = "img/icons.svg", "img/icons-field.svg"
"""What every page draws its pictograms from, and the part of it that the app needs."""
FILES = (
    "css/field/ballot.css",
    "css/field/worried.css",
    "fonts/noto-sans-khmer/noto-sans-khmer-khmer-400-normal.woff2",
    "fonts/noto-sans-khmer/noto-sans-khmer-khmer-700-normal.woff2",
    "img/ballot.svg",
    "img/drawings.svg",
    APP_SPRITE,
    "img/mark.svg",
    "img/mark-180.png",
    "img/mark-512.png",
)
INDENT = re.compile(r"\s*\n\s*")
AFTER_A_BLOCK = re.compile(r"(</(?:div|fieldset|form|h1|h2|header|li|p|section|template|ul)>)\n")
"""Where no reader sees whether there is a line break."""
ADDRESS_IN_STYLES = re.compile(r'url\("\.\./([^"]+)"\)')


@dataclass(frozen=True, slots=True)
class Shell:
    """The page of one language, with the policy under which it runs."""

    body: bytes
    policy: dict[str, list[str]]

    def etag_as(self, encoding: str) -> str:
        """Other bytes of the same page have another mark."""
        return f'"{_digest(self.body)}{encoding and "-"}{encoding}"'


PACKERS = {"br": brotli.compress, "gzip": gzip.compress}


@lru_cache(maxsize=32)
def packed(body: bytes, encoding: str) -> bytes:
    """Compressed once for everybody: it holds no secret, and nothing that somebody sent, so none can be guessed."""
    return PACKERS[encoding](body)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def _content(name: str) -> bytes:
    return Path(find(name)).read_bytes()


IMPORT = re.compile(r'(?:from|import) ?"\./([^"]+)"')


@cache
def first_modules() -> list[str]:
    """What the start of the app imports before anything is shown; the rest comes when it is asked for."""
    found, look_into = [], ["app.js"]
    for name in look_into:  # grows while it is read
        source = (SOURCE / name).read_text("utf-8")
        here = Path(name).parent
        look_into += [
            path for path in ((here / each).as_posix() for each in IMPORT.findall(source)) if path not in look_into
        ]
        found.append(f"{FOLDER}/{name}")
    return found


def _mark_keys() -> list[tuple[str, str, str]]:
    """Each mark with what is shown of its keys (digit, letters) and all keys that set it: the same as at the desk."""
    found = []
    for mark, _letter, _word in legend():
        keys = "".join(key for key, sets in KEYS.items() if sets == mark)
        latin, digit, _khmer_digit, khmer = keys[:4]
        found.append((mark, f"{digit} {latin.upper()} {khmer}", keys))
    return found


@cache
def shell(language: str) -> Shell:
    """The page with its styles inside, so that one answer paints it; the policy allows them by their hash."""
    styles = ADDRESS_IN_STYLES.sub(lambda found: f'url("{static(found[1])}")', _content("css/field.css").decode())
    styles = INDENT.sub("\n", styles)
    is_khmer = language == "km"
    with override(language):
        body = render_to_string(
            "fieldbook/shell.html",
            {
                "version": files_version(),
                "other_language": "en" if is_khmer else "km",
                "styles": mark_safe(f"<style>{styles}</style>"),  # noqa: S308  our own files
                "modules": [static(name) for name in first_modules()],
                "months": KHMER_MONTHS if is_khmer else ENGLISH_MONTHS,
                "weekdays": KHMER_WEEKDAYS if is_khmer else ENGLISH_WEEKDAYS,
                "kinds": Meeting.Kind.choices,
                "minutes": Meeting.MinutesApproved.choices,
                "reasons": MissedMeeting.Reason.choices,
                "guest_groups": HeadCount.Group.choices,
                "raised_by": Issue.RaisedBy.choices,
                "needs": SupportNeed.Need.choices,
                "mark_keys": _mark_keys(),
            },
        )
    fingerprint = b64encode(hashlib.sha256(styles.encode()).digest()).decode()
    policy = {
        **settings.SECURE_CSP,
        "script-src": [CSP.SELF],
        "style-src": [CSP.SELF, f"'sha256-{fingerprint}'"],
        "img-src": [CSP.SELF, "data:", "blob:"],  # a picture that was just taken
    }
    return Shell(_tight(body), policy)


def _tight(page: str) -> bytes:
    """Without the room that no reader sees, and with the drawings that are on the phone."""
    return AFTER_A_BLOCK.sub(r"\1", INDENT.sub("\n", page.replace(static(SPRITE), static(APP_SPRITE)))).encode()


@cache
def election_part(language: str) -> bytes:
    """What an election needs besides: fetched when one is opened, so that nobody waits for it at the first visit."""
    with override(language):
        return _tight(render_to_string("fieldbook/election.html", {"pictures": Candidate.Pictogram.choices}))


def _districts(language: str) -> list[tuple[str, str, list]]:
    """Provinces with their districts, and these with their communes: the end of each id, the name, what lies in it."""
    found: dict[str, list] = {"": []}
    areas = AdminArea.objects.current().filter(level__lte=AdminArea.COMMUNE).order_by("level", "pk")
    for area in areas.only("pk", "level", "parent", "unit_type", "name_km", "name_latin"):
        above = area.parent_id or ""
        found[area.pk] = []
        found.setdefault(above, []).append((area.pk.removeprefix(above), name_of(area, language), found[area.pk]))
    return found[""]


_LINES, _LISTS = (f"table:{model._meta.db_table}" for model in (HelpLine, Source))
_districts_kept, _worried_kept = Kept(_LISTS), Kept(_LINES, _LISTS)


def worried_part(language: str) -> bytes:
    """The numbers to call and what a hand-over note needs. It is made anew when somebody changed a helpline."""
    return _worried_kept(language, lambda: _worried_part(language))


def _worried_part(language: str) -> bytes:
    lines = list(HelpLine.objects.public())
    with override(language):
        return _tight(
            render_to_string(
                "fieldbook/worried.html",
                {
                    "helplines": lines,
                    "complaints": [line for line in lines if line.takes_complaints],
                    "places": _districts_kept(language, lambda: _districts(language)),
                    "urgencies": HandOverNote.Urgency.choices,
                    "channels": HandOverNote.Channel.choices,
                    "helpers": HandOverNote.HandedTo.choices,
                    "stages": HandOverNote.Stage.choices,
                },
            )
        )


@cache
def files() -> dict[str, str]:
    """Each static file of the app: its address and what its content is known by."""
    return {static(name): _digest(_content(name)) for name in (*modules(), *FILES)}


@cache
def files_version() -> str:
    return _digest(json.dumps(files()).encode())


def worker_script(*, sends: bool) -> bytes:
    """The service worker. It names every file by its content, so that whatever changes makes it a new one."""
    return worker_of(sends, tuple((each, _digest(worried_part(each))) for each in ("km", "en")))


@lru_cache(maxsize=4)
def worker_of(sends: bool, worried: tuple[tuple[str, str], ...]) -> bytes:  # noqa: FBT001  a part of the key
    """The worker of a server whose part about worries is known by these marks."""
    pages = {reverse(f"field:{language}"): _digest(shell(language).body) for language in ("km", "en")}
    pages |= {reverse(f"field:election_{each}"): _digest(election_part(each)) for each in ("km", "en")}
    pages |= {reverse(f"field:worried_{each}"): digest for each, digest in worried}
    head = f"const FILES={json.dumps({**pages, **files()}, separators=(',', ':'))};"
    if sends:
        sending, photos = (static(name) for name in SENDERS)
        imports = f'import{{deliver}}from"{sending}";import{{send}}from"{photos}";'
        head = f"{imports}{head}self.deliver=()=>deliver().then((told)=>send().then(()=>told));"
    return (head + rjsmin.jsmin(WORKER.read_text("utf-8"))).encode()
