"""Archives as somebody else could have left them: taken apart and put together again, in any way."""

import gzip
import hashlib
import io
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyrage
from pyrage.x25519 import Identity

from portal.backups.carried import carried_models
from portal.backups.rows import lines_of
from portal.backups.snapshot import snapshot
from portal.backups.tape import MANIFEST, Chain, Member, as_json, compressed, tar_of


@dataclass(frozen=True)
class Pair:
    """A private key in a file, as an administrator holds it, and its public one."""

    identity: Identity
    file: Path

    @property
    def public(self) -> str:
        return str(self.identity.to_public())


def make_pair(folder: Path, name: str = "one") -> Pair:
    identity = Identity.generate()
    file = folder / f"{name}.key"
    file.write_text(f"# public key: {identity.to_public()}\n{identity}\n")
    return Pair(identity, file)


def plain_of(archive: Path, pair: Pair) -> bytes:
    """The tar in the envelope, as ``age -d | gunzip`` gives it."""
    return gzip.decompress(pyrage.decrypt(archive.read_bytes(), [pair.identity]))


def unpacked(archive: Path, pair: Pair) -> list[tuple[str, bytes]]:
    """All members in their order."""
    with tarfile.open(fileobj=io.BytesIO(plain_of(archive, pair))) as tar:
        return [(info.name, tar.extractfile(info).read()) for info in tar]


def sealed(blocks: Iterable[bytes], target: Path, pair: Pair) -> Path:
    target.write_bytes(pyrage.encrypt(b"".join(blocks), [pair.identity.to_public()]))
    return target


def repacked(members: Iterable[tuple[str, bytes]], target: Path, pair: Pair) -> Path:
    """An archive of these members, sealed as any holder of a public key can."""
    tar = tar_of((Member.whole(name, content) for name, content in members), Chain())
    return sealed(compressed(tar), target, pair)


def with_true_manifest(members: Iterable[tuple[str, bytes]], tables: dict, uploads: int) -> Iterator[tuple[str, bytes]]:
    """The members with a manifest that fits them, as a forger would make it."""
    chain = Chain()
    for name, content in members:
        if name != MANIFEST:
            chain.add(name, len(content), hashlib.sha256(content).hexdigest())
            yield name, content
    yield MANIFEST, as_json({"tables": tables, "files": uploads, **chain.told()})


def everything(using: str = "default") -> dict[str, bytes]:
    """All carried rows, table by table."""
    with snapshot(using) as moment:
        return {model._meta.db_table: b"".join(lines_of(model, moment)) for model in carried_models()}


def uploads_of(*roots: Path) -> dict[str, bytes]:
    """All files below the folders."""
    return {str(path): path.read_bytes() for root in roots for path in sorted(root.rglob("*")) if path.is_file()}
