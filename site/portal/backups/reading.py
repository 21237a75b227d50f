"""Reading an archive from front to back: all that it says of itself must be true of it, or it is refused."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import models
from pyrage.x25519 import Identity

from .carried import carried_models, known_migrations
from .making import FORMAT
from .refusals import Damaged, Refused
from .rows import Digest, columns_of
from .sealing import opened
from .tape import ABOUT, MANIFEST, Chain, Member, members_of, read_json

PIECE_NAME = re.compile(r"rows/(\w+)/(\d{6,})\.jsonl")

type OfRows = Callable[[type[models.Model], bytes], None]
type OfFile = Callable[[Member], None]


@dataclass(frozen=True, slots=True)
class Told:
    """What a whole archive holds."""

    about: dict
    tables: dict[str, Digest]
    files: int
    sha256: str


def read_archive(
    path: Path, identities: list[Identity], *, of_rows: OfRows | None = None, of_file: OfFile | None = None
) -> Told:
    """Hand every piece of rows and every file on, in their order; at the end all of it was proved, or this raises."""
    models_here = {model._meta.db_table: model for model in carried_models()}
    chain, manifest, files = Chain(), {}, 0
    found = {table: Counted() for table in models_here}
    last: tuple[str, int] = ("", 0)
    with opened(path, identities) as packed:
        members = members_of(packed, chain)
        about = read_json(next(members, Member.whole("", b"")), ABOUT)
        refuse_other_versions(about)
        for member in members:
            if piece := PIECE_NAME.fullmatch(member.name):
                table, number = piece[1], int(piece[2])
                if table not in found or files or (table, number) != (table, last[1] + 1 if table == last[0] else 1):
                    raise Damaged(f"{member.name} is not where it should stand")
                last = (table, number)
                content = member.content()
                found[table].add(content)
                if of_rows is not None:
                    of_rows(models_here[table], content)
            elif member.name.startswith("files/"):
                files += 1
                if of_file is not None:
                    of_file(member)
            elif member.name == MANIFEST:
                manifest = read_json(member, MANIFEST)
            else:
                raise Damaged(f"it holds {member.name!r}, which no backup writes")
    tables = {table: counted.digest() for table, counted in found.items()}
    refuse_what_differs(manifest, chain, tables, files)
    return Told(about, tables, files, str(chain.told()["sha256"]))


class Counted:
    """The rows of one table as they go by."""

    def __init__(self) -> None:
        self.rows, self.summary = 0, hashlib.sha256()

    def add(self, piece: bytes) -> None:
        self.rows += piece.count(b"\n")
        self.summary.update(piece)

    def digest(self) -> Digest:
        return Digest(self.rows, self.summary.hexdigest())


def refuse_what_differs(manifest: dict, chain: Chain, tables: dict[str, Digest], files: int) -> None:
    """What the manifest says against what went by."""
    told = {name: {"rows": digest.rows, "sha256": digest.sha256} for name, digest in tables.items()}
    for table in sorted(told):
        if manifest.get("tables", {}).get(table) != told[table]:
            raise Damaged(f"the rows of {table} are not those that were written")
    if {name: manifest.get(name) for name in ("members", "sha256", "files")} != {**chain.told(), "files": files}:
        raise Damaged("its parts are not those that were written")


def refuse_other_versions(about: dict) -> None:
    """Rows fit the tables that they were read from; a restore changes none of them."""
    if about.get("format") != FORMAT:
        raise Refused(
            f"This archive has format {about.get('format')!r}, this portal reads {FORMAT}: restore it with the version "
            "that made it, then bring the portal up to date."
        )
    there = {tuple(each) for each in about.get("migrations", [])}
    here = {tuple(each) for each in known_migrations()}
    if there != here:
        strange, missing = sorted(there - here), sorted(here - there)
        example = ".".join((strange or missing)[0])
        newer = "newer" if strange else "older"
        raise Refused(
            f"This backup was made by a {newer} version of the portal ({example} makes the difference). Restore it "
            "with that version, then bring the portal up to date: manage.py prepare moves the data along."
        )
    if about.get("tables") != {model._meta.db_table: columns_of(model) for model in carried_models()}:
        raise Refused("The tables of this backup have other columns than those of this portal: use its own version.")
    if about.get("is_demo") is not settings.IS_DEMO:
        raise Refused("Demo data and real data never meet: a backup of a demo goes into a demo (--demo), no other.")
