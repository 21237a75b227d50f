"""The keys, backed up apart: who steals a backup and its key still opens nothing that phones sealed.

The private keys of phones lie in files, the secret key in a file or the environment. A backup of the database has
neither, so both have an archive of their own, sealed to recipients of its own.
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Q
from django.utils import timezone
from pyrage.x25519 import Identity

from fieldbook.actions.keys import KEPT_FOR
from fieldbook.key_files import KID, private_key
from fieldbook.models import ServerKey

from .files import sync_folder
from .reading import refuse_what_differs
from .refusals import Damaged, Refused
from .sealing import opened, recipients_of, seal
from .tape import ABOUT, MANIFEST, Chain, Member, as_json, compressed, members_of, read_json, tar_of
from .whole_archive import whole_archive

KIND = "keys"
SECRET = "secret_key"  # noqa: S105  the name of a member
PHONE_KEY = re.compile(rf"phone_keys/({KID.pattern})\.pem")

LOST = (
    "Attention: {count} keys to which phones sealed records are not on this machine ({folder}). Without them records "
    "that wait on phones are refused until their makers unlock the app and send them again, hand-over notes that wait "
    "there are lost, and records held here for an officer cannot be read. Bring the keys back before phones send: "
    "manage.py restore_keys FILE --identity KEYFILE."
)


def back_up_keys(target: Path, *, recipients: list[str]) -> int:
    """Write the archive of the keys; says how many keys of phones are in it."""
    keys = recipients_of(recipients)
    found = sorted(path for path in Path(settings.PHONE_KEYS_DIR).glob("*.pem") if KID.fullmatch(path.stem))
    chain = Chain()

    def members():
        yield Member.whole(ABOUT, as_json({"kind": KIND}))
        for path in found:
            yield Member.whole(f"phone_keys/{path.name}", path.read_bytes())
        yield Member.whole(SECRET, settings.SECRET_KEY.encode())
        yield Member.whole(MANIFEST, as_json({"tables": {}, "files": len(found), **chain.told()}))

    with whole_archive(target) as file:
        seal(compressed(tar_of(members(), chain)), file, keys)
    return len(found)


@dataclass(frozen=True, slots=True)
class Came:
    """What a restore of keys brought; ``secret`` is where the secret key lies, if it is another than this portal's."""

    restored: int
    there: int
    secret: Path | None


def restore_keys(path: Path, identities: list[Identity]) -> Came:
    """Read the archive to its end, then write the keys that are missing. One that is there but differs stops it."""
    keys, secret = read_keys(path, identities)
    folder = Path(settings.PHONE_KEYS_DIR)
    missing = {}
    for kid, pem in keys.items():
        place = folder / f"{kid}.pem"
        if not place.exists():
            missing[place] = pem
        elif place.read_bytes() != pem:
            raise Refused(f"{place} is there and holds another key. Move it away first; nothing was touched.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for place, pem in missing.items():
        _write_private(place, pem)
    sync_folder(folder)
    if secret == settings.SECRET_KEY.encode():
        return Came(len(missing), len(keys) - len(missing), None)
    place = Path(settings.VAR_DIR) / "secret_key.restored"
    place.unlink(missing_ok=True)
    _write_private(place, secret)
    return Came(len(missing), len(keys) - len(missing), place)


def read_keys(path: Path, identities: list[Identity]) -> tuple[dict[str, bytes], bytes]:
    """The keys of phones and the secret key, in memory: they are few and small."""
    chain, keys, secret, manifest = Chain(), {}, None, {}
    with opened(path, identities) as packed:
        members = members_of(packed, chain)
        if read_json(next(members, Member.whole("", b"")), ABOUT).get("kind") != KIND:
            raise Refused("This is a backup of the portal, not of its keys: restore it with manage.py restore.")
        for member in members:
            if found := PHONE_KEY.fullmatch(member.name):
                keys[found[1]] = member.content()
            elif member.name == SECRET:
                secret = member.content()
            elif member.name == MANIFEST:
                manifest = read_json(member, MANIFEST)
            else:
                raise Damaged(f"it holds {member.name!r}, which no backup writes")
    refuse_what_differs(manifest, chain, {}, len(keys))
    if secret is None:
        raise Damaged("the secret key is missing")
    return keys, secret


def lost_keys() -> str:
    """What a portal says that was restored without its keys of phones; empty when it has all that are still of use."""
    still = Q(retired_at__isnull=True) | Q(retired_at__gt=timezone.now() - KEPT_FOR)
    try:
        count = sum(private_key(kid) is None for kid in ServerKey.objects.filter(still).values_list("kid", flat=True))
    except DatabaseError:
        return ""  # no tables yet
    return LOST.format(count=count, folder=settings.PHONE_KEYS_DIR) if count else ""


def _write_private(place: Path, content: bytes) -> None:
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
