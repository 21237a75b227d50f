"""Uploads: which go into a backup, and how those of a restore take the place of the others in one step."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, default_storage

from participation.models.photo import private_storage

from .refusals import Damaged, Refused
from .tape import BLOCK, Member

RENDITIONS = "images"
"""Wagtail's folder of drawn pictures, made again from the originals when a page asks for them."""

STAGED, BEFORE = ".restored", ".before"


def stores() -> dict[str, Storage]:
    """Where uploads lie, by their names in an archive: folders, or storages that several machines share."""
    return {"media": default_storage, "private": private_storage()}


def uploads() -> Iterator[tuple[str, Storage, str]]:
    """Every upload: its name in an archive, where it lies, and its name there."""
    for root, storage in stores().items():
        for name in _names_in(storage):
            if not (root == "media" and PurePosixPath(name).parts[0] == RENDITIONS):
                yield f"files/{root}/{name}", storage, name


def upload_members() -> Iterator[Member]:
    """The uploads as members. One that is deleted meanwhile was deleted; it is not missed."""
    for name, storage, inside in uploads():
        try:
            size, file = storage.size(inside), storage.open(inside, "rb")
        except FileNotFoundError:
            continue
        with file:
            yield Member(name, size, _blocks_of(file, size))


def _blocks_of(file: BinaryIO, size: int) -> Iterator[bytes]:
    """As much as was there when it was opened: an upload that arrives at this moment is of the next backup."""
    while size and (block := file.read(min(BLOCK, size))):
        size -= len(block)
        yield block


def _names_in(storage: Storage, folder: str = "") -> Iterator[str]:
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(names):
        yield f"{folder}{name}"
    for inner in sorted(folders):
        yield from _names_in(storage, f"{folder}{inner}/")


def hold_anything() -> bool:
    """Whether there is any upload here."""
    return next(uploads(), None) is not None


# --- restoring -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Swap:
    """Where uploads lie, and the folder in which restored ones wait."""

    storage: Storage
    staged: Path

    @property
    def root(self) -> Path | None:
        """The folder that another takes the place of; ``None`` where uploads lie in no folder."""
        return Path(self.storage.location) if isinstance(self.storage, FileSystemStorage) else None


def swaps() -> list[Swap]:
    """One for each store. Restored uploads wait on the disk where they will lie, or in the portal's folder."""
    found = []
    for name, storage in stores().items():
        swap = Swap(storage, Path(settings.VAR_DIR) / f"{name}{STAGED}")
        if swap.root is not None:
            if swap.root.is_mount():
                raise Refused(
                    f"{swap.root} is a disk of its own, so no folder can take its place: let PORTAL_VAR be the disk."
                )
            swap = Swap(storage, swap.root.with_name(swap.root.name + STAGED))
        found.append(swap)
    return found


def begin_staging(found: list[Swap]) -> None:
    """Empty folders beside the old ones; what a restore that was killed left there goes."""
    for swap in found:
        shutil.rmtree(swap.staged, ignore_errors=True)
        swap.staged.mkdir(parents=True)


def place_of(name: str, found: list[Swap]) -> Path:
    """Where a member lies in the folders beside; a name that leads out of them is refused."""
    path = PurePosixPath(name)
    places = dict(zip(stores(), found, strict=True))
    if len(path.parts) < 3 or path.parts[1] not in places or {"..", "", "."} & set(name.split("/")):
        raise Damaged(f"it holds {name!r}, which no backup writes")
    return places[path.parts[1]].staged.joinpath(*path.parts[2:])


def write_staged(member: Member, found: list[Swap]) -> None:
    """One upload, whole and on the disk."""
    place = place_of(member.name, found)
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("xb") as file:
        for block in member.blocks:
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    place.chmod(settings.FILE_UPLOAD_PERMISSIONS)


def drop_staged(found: list[Swap]) -> None:
    for swap in found:
        shutil.rmtree(swap.staged, ignore_errors=True)


def finish(found: list[Swap]) -> None:
    """The restored uploads take their places. Safe to be done again after it was cut short anywhere."""
    for swap in found:
        if swap.root is None:
            pour(swap)
            continue
        before = swap.root.with_name(swap.root.name + BEFORE)
        if swap.staged.is_dir():
            if swap.root.exists():
                shutil.rmtree(before, ignore_errors=True)
                swap.root.rename(before)
            swap.staged.rename(swap.root)
            sync_folder(swap.root.parent)
        shutil.rmtree(before, ignore_errors=True)


def pour(swap: Swap) -> None:
    """Into a storage that has no folders to exchange: what is there goes, then each upload comes."""
    if not swap.staged.is_dir():
        return
    for name in list(_names_in(swap.storage)):
        swap.storage.delete(name)
    for path in sorted(swap.staged.rglob("*")):
        if path.is_file():
            name = path.relative_to(swap.staged).as_posix()
            with path.open("rb") as file:
                if swap.storage.save(name, File(file)) != name:
                    raise Refused(f"The storage of uploads gave {name} another name. Type the same command again.")
    shutil.rmtree(swap.staged)


def sync_folder(folder: Path) -> None:
    """A new name is on the disk when its folder is."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
