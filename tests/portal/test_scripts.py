"""The scripts of the phone's app: stripped, whole, and known by their content through every import."""

import json
import re
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles.finders import find
from django.core.files.storage import FileSystemStorage

from fieldbook.modules import FOLDER, SOURCE, modules
from fieldbook.shell import first_modules, worker_script
from portal.scripts import ModuleStorage, stripped

pytestmark = pytest.mark.once
IMPORT = re.compile(r"""(?:from|import\(?)\s*["'](\.{1,2}/[^"']+)["']""")


def test_modules_are_found_without_their_comments():
    source = (SOURCE / "store.js").read_text()
    served = Path(find(f"{FOLDER}/store.js")).read_text()
    assert served == stripped(f"{FOLDER}/store.js")
    assert "/**" in source
    assert "/**" not in served
    assert len(served) < len(source)


def test_only_the_apps_modules_are_taken_over():
    assert Path(find("js/forms.js")).read_text().startswith("//")


def test_every_import_leads_to_a_module():
    led = {
        (SOURCE / name.removeprefix(f"{FOLDER}/")).parent.joinpath(path).resolve()
        for name in modules()
        for path in IMPORT.findall(stripped(name))
    }
    assert led - set(SOURCE.rglob("*.js")) == set()
    assert SOURCE / "sending.js" in led


def test_addresses_with_hashes_reach_into_the_imports(tmp_path):
    """A changed file changes the address of all that import it, down to the app itself."""

    def collected(folder: Path, change: str = "") -> dict[str, str]:
        storage = ModuleStorage(location=folder, base_url="/static/")
        files = {}
        for name in modules():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(stripped(name) + (change if name.endswith("/seal.js") else ""))
            files[name] = (FileSystemStorage(location=folder), name)
        faults = [done for _name, _new, done in storage.post_process(files) if isinstance(done, Exception)]
        assert faults == []
        return storage.hashed_files

    one, other = collected(tmp_path / "a"), collected(tmp_path / "b", "//")
    changed = {name.removeprefix(f"{FOLDER}/") for name in one if one[name] != other[name]}
    assert {"seal.js", "pin.js", "outbox.js", "sending.js", "app.js"} <= changed
    assert "store.js" not in changed
    text = (tmp_path / "a" / one[f"{FOLDER}/outbox.js"]).read_text()
    for name in ("store.js", "sending.js"):
        assert Path(one[f"{FOLDER}/{name}"]).name in text


def test_first_script_is_small_on_the_way():
    """What the app loads before anything is shown, in kilobytes as browsers fetch it."""
    assert f"{FOLDER}/sending.js" not in first_modules()
    assert sum(len(brotli.compress(stripped(name).encode())) for name in first_modules()) <= 16 * 1024


@pytest.mark.django_db
def test_service_worker_names_every_file_by_its_content():
    files = json.loads(re.search(r"const FILES=(\{.*?\});", worker_script(sends=False).decode())[1])
    assert {f"/static/{name}" for name in modules()} <= set(files)
    assert {"/field/km/", "/field/en/", "/field/km/worried/", "/field/en/worried/"} <= set(files)
    assert "import{deliver}" in worker_script(sends=True).decode()
