"""Damaged archives are refused before anything is touched, each with a sentence that says what to do."""

import gzip
import io
import json
import tarfile

import pyrage
import pytest

from portal.backups.refusals import Refused
from portal.backups.restoring import restore_backup
from portal.backups.tape import ABOUT, MANIFEST
from tests.portal.backups.archives import (
    everything,
    make_pair,
    plain_of,
    repacked,
    sealed,
    unpacked,
    uploads_of,
    with_true_manifest,
)

AGE_BLOCK = 64 * 1024 + 16
"""What age seals at a time, with its mark."""


class Damages:
    """Every way in which an archive may come back otherwise than it was written."""

    def __init__(self, archive, pair, folder):
        self.archive, self.pair, self.folder = archive, pair, folder
        self.whole = archive.read_bytes()
        self.members = unpacked(archive, pair)
        self.rows = next(at for at, (name, _) in enumerate(self.members) if name.startswith("rows/participation_att"))
        self.upload = next(at for at, (name, _) in enumerate(self.members) if name.startswith("files/private/"))

    # --- the envelope ---
    def bytes(self, content):
        target = self.folder / "damaged.age"
        target.write_bytes(content)
        return target

    def flipped(self, at):
        content = bytearray(self.whole)
        content[at] ^= 1
        return self.bytes(content)

    def header_end(self):
        return self.whole.index(b"\n--- ") + 5 + 43 + 1 + 16

    def another_key(self):
        return sealed(
            [gzip.compress(plain_of(self.archive, self.pair))], self.folder / "a.age", make_pair(self.folder, "x")
        )

    def empty(self):
        return self.bytes(b"")

    def half(self):
        return self.bytes(self.whole[: len(self.whole) // 2])

    def last_byte_missing(self):
        return self.bytes(self.whole[:-1])

    def last_block_missing(self):
        start = self.header_end()
        blocks = -(-(len(self.whole) - start) // AGE_BLOCK)
        assert blocks > 1
        return self.bytes(self.whole[: start + (blocks - 1) * AGE_BLOCK])

    def two_blocks_exchanged(self):
        start = self.header_end()
        first, second = (self.whole[start + at * AGE_BLOCK : start + (at + 1) * AGE_BLOCK] for at in (0, 1))
        return self.bytes(self.whole[:start] + second + first + self.whole[start + 2 * AGE_BLOCK :])

    def something_behind(self):
        return self.bytes(self.whole + b"more")

    def bit_in_the_header(self):
        return self.flipped(60)

    def bit_in_the_middle(self):
        return self.flipped(len(self.whole) // 2)

    def bit_in_the_last_byte(self):
        return self.flipped(-1)

    def never_sealed(self):
        return self.bytes(gzip.compress(plain_of(self.archive, self.pair)))

    # --- what lies in it, sealed anew ---
    def again(self, members):
        return repacked(members, self.folder / "damaged.age", self.pair)

    def tar_cut_off(self):
        plain = plain_of(self.archive, self.pair)
        return sealed([gzip.compress(plain[: len(plain) // 2])], self.folder / "damaged.age", self.pair)

    def gzip_cut_off(self):
        packed = gzip.compress(plain_of(self.archive, self.pair))
        return sealed([packed[: len(packed) // 2]], self.folder / "damaged.age", self.pair)

    def rows_missing(self):
        return self.again(self.members[: self.rows] + self.members[self.rows + 1 :])

    def upload_missing(self):
        return self.again(self.members[: self.upload] + self.members[self.upload + 1 :])

    def upload_added(self):
        added = ("files/private/added.jpg", b"added")
        return self.again([*self.members[:-1], added, self.members[-1]])

    def rows_added(self):
        name, content = self.members[self.rows]
        added = (name.replace("000001", "000002"), content)
        return self.again([*self.members[: self.rows + 1], added, *self.members[self.rows + 1 :]])

    def rows_moved(self):
        members = [*self.members]
        members[self.rows], members[self.rows + 1] = members[self.rows + 1], members[self.rows]
        return self.again(members)

    def uploads_exchanged(self):
        members = [*self.members]
        (one, its), (other, others) = members[self.upload], members[self.upload - 1]
        assert other.startswith("files/")
        members[self.upload], members[self.upload - 1] = (one, others), (other, its)
        return self.again(members)

    def row_changed(self):
        members = [*self.members]
        name, content = members[self.rows]
        assert b'"present"' in content
        members[self.rows] = (name, content.replace(b'"present"', b'"absents"', 1))
        return self.again(members)

    def manifest_missing(self):
        return self.again(self.members[:-1])

    def manifest_not_last(self):
        return self.again([*self.members[:-2], self.members[-1], self.members[-2]])

    def about_missing(self):
        return self.again(self.members[1:])

    def table_of_nobody(self):
        told = json.loads(self.members[-1][1])
        added = [*self.members[:-1], ("rows/somebody_elses/000001.jsonl", b"[1]\n")]
        return self.again(with_true_manifest(added, told["tables"], told["files"]))

    def way_out_of_the_folder(self):
        told = json.loads(self.members[-1][1])
        added = [*self.members[:-1], ("files/private/../../../escaped", b"escaped")]
        return self.again(with_true_manifest(added, told["tables"], told["files"] + 1))

    def link_instead_of_an_upload(self):
        tar = io.BytesIO()
        with tarfile.open(fileobj=tar, mode="w") as out:
            for name, content in self.members[:-1]:
                info = tarfile.TarInfo(name)
                info.size = len(content)
                out.addfile(info, io.BytesIO(content))
            link = tarfile.TarInfo("files/private/link")
            link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
            out.addfile(link)
        return sealed([gzip.compress(tar.getvalue())], self.folder / "damaged.age", self.pair)

    # --- for another portal ---
    def of_another(self, **changes):
        about = {**json.loads(self.members[0][1]), **changes}
        told = json.loads(self.members[-1][1])
        members = [(ABOUT, json.dumps(about).encode()), *self.members[1:]]
        return self.again(with_true_manifest(members, told["tables"], told["files"]))

    def of_a_newer_version(self):
        migrations = json.loads(self.members[0][1])["migrations"]
        return self.of_another(migrations=[*migrations, ["people", "0999_of_tomorrow"]])

    def of_an_older_version(self):
        return self.of_another(migrations=json.loads(self.members[0][1])["migrations"][:-1])

    def of_another_format(self):
        return self.of_another(format=2)

    def with_other_columns(self):
        tables = json.loads(self.members[0][1])["tables"]
        return self.of_another(tables={**tables, "people_person": ["id"]})

    def of_a_demo(self):
        return self.of_another(is_demo=True)


DAMAGES = [name for name in vars(Damages) if name not in ("bytes", "flipped", "header_end", "again", "of_another")][1:]
SAYS = {
    "another_key": "--identity",
    "of_a_newer_version": "newer version",
    "of_an_older_version": "older version",
    "of_another_format": "version that made it",
    "with_other_columns": "own version",
    "of_a_demo": "--demo",
}
"""What is no damage has a sentence of its own; all others say to take another copy."""


def restored(path, pair) -> None:
    restore_backup(path, [pair.identity], replace=True, say=lambda text: None)


def test_every_damaged_archive_is_refused_with_nothing_touched(archive, pair, tmp_path, settings, figure):
    damages = Damages(archive, pair, tmp_path)
    roots = (settings.MEDIA_ROOT, settings.PRIVATE_ROOT)
    before = everything(), uploads_of(*roots)
    names = [name for name in DAMAGES if not name.startswith("_")]
    assert len(names) >= 20
    assert damages.members[0][0] == ABOUT
    assert damages.members[-1][0] == MANIFEST
    for name in names:
        path = getattr(damages, name)()
        with pytest.raises(Refused) as refusal:
            restored(path, pair)
        assert SAYS.get(name, "damaged") in str(refusal.value), name
        assert (everything(), uploads_of(*roots)) == before, name
    assert sorted(path.name for path in settings.VAR_DIR.iterdir()) == ["media", "private", "restore.lock"]
    assert not (tmp_path / "escaped").exists()
    restored(damages.again(damages.members), pair)  # put together as it was, it is taken
    assert everything() != before[0]
    figure(f"{len(names)} damaged archives, {len(names)} refused with nothing touched")


def test_one_of_several_keys_is_enough(archive, pair, tmp_path):
    other = make_pair(tmp_path, "other")
    both = tmp_path / "both.age"
    both.write_bytes(
        pyrage.encrypt(
            pyrage.decrypt(archive.read_bytes(), [pair.identity]),
            [pair.identity.to_public(), other.identity.to_public()],
        )
    )
    restored(both, other)
    restored(both, pair)
