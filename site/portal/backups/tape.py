"""What lies in the envelope: a compressed tar that any tar reads, each member in its place and told of at the end.

    about.json                      what made it, and what it fits: version, migrations, tables and their columns
    rows/<table>/<number>.jsonl     lines of a table, in the order of the key, some megabytes each
    files/<root>/<path>             uploads
    manifest.json                   what each table comes to, and one digest over the names and contents of all members

Nothing is kept in memory but the piece in hand. The digest goes over the members in their order, so one that is
missing, added, changed or moved changes it.
"""

import hashlib
import json
import tarfile
import zlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from .refusals import Damaged

ABOUT, MANIFEST = "about.json", "manifest.json"
BLOCK = 1 << 20
SMALL = 50_000_000
"""What ``about.json`` and ``manifest.json`` never reach."""
GZIP = 31
"""zlib's number for a stream with the header and the check sum of gzip."""


class Member:
    """One file of the archive: its name, its size, and its content as blocks that are read once."""

    def __init__(self, name: str, size: int, blocks: Iterable[bytes]) -> None:
        self.name, self.size, self.blocks = name, size, blocks

    @classmethod
    def whole(cls, name: str, content: bytes) -> "Member":
        return cls(name, len(content), (content,))

    def content(self) -> bytes:
        return b"".join(self.blocks)


class Chain:
    """One digest over members in their order."""

    def __init__(self) -> None:
        self.members, self.summary = 0, hashlib.sha256()

    def add(self, name: str, size: int, sha256: str) -> None:
        self.members += 1
        self.summary.update(f"{name}\0{size}\0{sha256}\n".encode())

    def told(self) -> dict[str, object]:
        return {"members": self.members, "sha256": self.summary.hexdigest()}


def as_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


# --- writing ---------------------------------------------------------------------------------------------------------
def tar_of(members: Iterable[Member], chain: Chain) -> Iterator[bytes]:
    """The blocks of the tar. ``chain`` has seen each member before the next, so the manifest can tell of it."""
    for member in members:
        info = tarfile.TarInfo(member.name)
        info.size, info.mode = member.size, 0o600
        yield info.tobuf(tarfile.PAX_FORMAT)
        summary, written = hashlib.sha256(), 0
        for block in member.blocks:
            summary.update(block)
            written += len(block)
            yield block
        if written != member.size:
            raise ValueError(f"{member.name}: {written} bytes instead of {member.size}")
        yield b"\0" * (-written % tarfile.BLOCKSIZE)
        if member.name != MANIFEST:
            chain.add(member.name, member.size, summary.hexdigest())
    yield b"\0" * (2 * tarfile.BLOCKSIZE)


def compressed(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """As gzip, quickly rather than small: a backup is made each night."""
    packer = zlib.compressobj(1, zlib.DEFLATED, GZIP)
    for block in blocks:
        if packed := packer.compress(block):
            yield packed
    yield packer.flush()


# --- reading ---------------------------------------------------------------------------------------------------------
def members_of(packed: BinaryIO, chain: Chain) -> Iterator[Member]:
    """The members in their order, each to be read before the next. The manifest, the last, is not in the chain."""
    try:
        with tarfile.open(fileobj=packed, mode="r|gz", bufsize=BLOCK) as tar:
            ended = False
            for info in tar:
                if ended or not info.isreg() or info.size < 0:
                    raise Damaged(f"it holds {info.name!r}, which no backup writes")
                ended = info.name == MANIFEST
                source = tar.extractfile(info)
                summary = hashlib.sha256()
                member = Member(info.name, info.size, _blocks(source, summary))
                yield member
                for _rest in member.blocks:
                    pass
                if not ended:
                    chain.add(info.name, info.size, summary.hexdigest())
        if not ended:
            raise Damaged("its end is missing")
        while packed.read(BLOCK):  # to the last byte, which the envelope vouches for
            pass
    except (tarfile.TarError, EOFError, zlib.error) as error:
        raise Damaged("what lies in the envelope is no backup") from error


def read_json(member: Member, name: str) -> dict:
    """The content of one of the two members that tell of the others."""
    if member.name != name or member.size > SMALL:
        raise Damaged(f"{name} is missing where it should stand")
    try:
        told = json.loads(member.content())
    except ValueError as error:
        raise Damaged(f"{name} cannot be read") from error
    if not isinstance(told, dict):
        raise Damaged(f"{name} cannot be read")
    return told


def _blocks(source: BinaryIO, summary: "hashlib._Hash") -> Iterator[bytes]:
    while block := source.read(BLOCK):
        summary.update(block)
        yield block
