"""The Khmer font of a telephone, for a measure on a machine that has none: what Android draws before ours is there.

Android, and so nearly every telephone in Cambodia, comes with Noto Sans Khmer. Debian's package of it is unpacked
beside the portal's data and shown to the browser of the measure alone; nothing is installed.
"""

import os
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

PACKAGE, PATTERN = "fonts-noto-core", "NotoSansKhmer-*.ttf"
PATIENCE = 120
CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<dir>{folder}</dir>
<cachedir>{folder}/cache</cachedir>
</fontconfig>
"""


def khmer_font(environ: dict[str, str] | None = None) -> str:
    """The family that draws Khmer where the portal's own font is not there yet; empty where nothing can."""
    if not (finder := shutil.which("fc-list")):
        return ""
    command = [finder, ":lang=km", "family"]
    done = subprocess.run(  # noqa: S603
        command, env={**os.environ, **(environ or {})}, capture_output=True, text=True, check=False
    )
    return min(done.stdout.split("\n")[:-1], default="").split(",")[0]


def as_on_a_telephone() -> dict[str, str]:
    """What goes into a browser's environment, so that it has a Khmer font; nothing where there is one or none comes."""
    if khmer_font():
        return {}
    folder = Path(settings.VAR_DIR) / "fonts"
    if not list(folder.glob(PATTERN)) and not _unpack(folder):
        return {}
    configuration = folder / "fonts.conf"
    configuration.write_text(CONFIGURATION.format(folder=folder), "utf-8")
    return {"FONTCONFIG_FILE": str(configuration)}


def _unpack(folder: Path) -> bool:
    """Whether Debian's package could be fetched and its Khmer files lie in the folder."""
    fetch, unpack = shutil.which("apt-get"), shutil.which("dpkg-deb")
    if not fetch or not unpack:
        return False
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as there:
        how = {"cwd": there, "capture_output": True, "check": False, "timeout": PATIENCE}
        subprocess.run([fetch, "download", "-qq", PACKAGE], **how)  # noqa: S603
        for package in Path(there).glob("*.deb"):
            subprocess.run([unpack, "-x", str(package), there], **how)  # noqa: S603
        for font in Path(there).rglob(PATTERN):
            shutil.copy(font, folder)
    return bool(list(folder.glob(PATTERN)))
