"""What deploy/ tells others to run is looked at as far as a machine can without running it."""

import json
import re
import shlex
import shutil
import subprocess

import pytest
from django.core.management import get_commands, load_command_class

from portal.machine import nginx
from tests.guards.deploy import (
    DEPLOY,
    compose,
    documented,
    example,
    example_with_suggestions,
    read_by,
    read_by_settings,
    unit,
)
from tests.guards.tree import ROOT

pytestmark = pytest.mark.once

UNITS = sorted((DEPLOY / "systemd").iterdir())
SERVICES = [path for path in UNITS if path.suffix == ".service"]
READ_ELSEWHERE = {
    "DJANGO_SETTINGS_MODULE": "Django itself",
    "POSTGRES_DB": "the image of PostgreSQL",
    "POSTGRES_INITDB_ARGS": "the image of PostgreSQL",
    "POSTGRES_PASSWORD": "the image of PostgreSQL",
    "POSTGRES_USER": "the image of PostgreSQL",
    "PYTHONDONTWRITEBYTECODE": "Python",
    "PYTHONPATH": "Python",
    "PYTHONUNBUFFERED": "Python",
    "PATH": "every program",
    "PIP_DISABLE_PIP_VERSION_CHECK": "pip",
    "PIP_NO_CACHE_DIR": "pip",
}
OF_THE_COMMAND_LINE = {"PORTAL_DEMO"}
"""Set by --demo for the processes that it starts."""
REGISTRY_HOST = re.compile(r"^[\w-]+\.[\w.-]+/|^localhost[:/]")
WRITES = ("ProtectSystem=strict", "ProtectHome=true", "NoNewPrivileges=true", "PrivateTmp=true", "PrivateDevices=true")


# --- variables -------------------------------------------------------------------------------------------------------
def test_every_variable_that_is_read_is_documented_and_none_else():
    read = read_by_settings() - OF_THE_COMMAND_LINE
    assert sorted(read - documented()) == []
    assert sorted(documented() - read - set(READ_ELSEWHERE)) == []


def test_a_variable_that_nobody_documents_would_be_found():
    source = 'A = env("PLANTED", default="")\nB = env.bool("ANOTHER", default=False)\nC = required("THIRD", "x")\n'
    assert read_by(source) == {"PLANTED", "ANOTHER", "THIRD"}


def test_the_example_names_variables_that_are_read():
    assert sorted(example_with_suggestions() - documented()) == []
    assert {"SECRET_KEY", "ALLOWED_HOSTS", "PUBLIC_URL", "DATABASE_URL"} <= set(example())


def test_the_readme_of_the_whole_leads_here():
    assert "deploy/README.md" in (ROOT / "README.md").read_text()


# --- containers ------------------------------------------------------------------------------------------------------
def test_compose_has_what_several_machines_share_and_the_processes():
    services = compose()["services"]
    assert set(services) == {"db", "cache", "objects", "prepare", "web", "work", "nightly", "proxy"}
    assert sorted(each for each, told in services.items() if told.get("privileged")) == []
    assert [name for name, told in services.items() if "ports" in told] == ["proxy"]


def test_compose_sets_variables_that_somebody_reads():
    known = documented() | set(READ_ELSEWHERE)
    for name, service in compose()["services"].items():
        assert sorted(set(service.get("environment", {})) - known) == [], name


def test_every_process_of_the_portal_has_few_rights():
    for name in ("prepare", "web", "work", "nightly"):
        service = compose()["services"][name]
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"]), name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["volumes"] == ["portal:/var/lib/portal", "backups:/var/backups/portal"], name


def test_what_the_portal_is_told_to_write_to_is_a_volume_that_its_user_owns():
    """The root file system is read-only, and a new volume has the owner of the folder of the image."""
    told = {**example(), **compose()["services"]["web"]["environment"]}
    volumes = {each.split(":")[1] for each in compose()["services"]["web"]["volumes"]}
    folders = {
        name: told[name] for name in ("PORTAL_VAR", "PHONE_KEYS_DIR", "JOURNAL_DIR", "BACKUP_DIR", "METRICS_DIR")
    }
    unwritable = {
        name: path
        for name, path in folders.items()
        if not any(f"{path}/".startswith(f"{each}/") for each in {*volumes, "/tmp"})
    }
    assert unwritable == {}
    last = (DEPLOY / "Containerfile").read_text().split("\nFROM ")[-1]
    (made,) = re.findall(r"install -d -o portal -g portal -m 0700 (.+)$", last, re.M)
    (kept,) = re.findall(r"^VOLUME (.+)$", last, re.M)
    assert set(made.split()) == set(kept.split()) == volumes


def test_a_service_whose_health_is_waited_for_says_how_it_is_asked():
    """An image in the format of podman carries no health check, so each stands in the file itself."""
    services = compose()["services"]
    waited = {
        other: condition
        for service in services.values()
        for other, condition in service.get("depends_on", {}).items()
        if condition["condition"] == "service_healthy"
    }
    assert {"web", "db", "cache"} <= set(waited)
    assert [name for name in waited if not services[name].get("healthcheck", {}).get("test")] == []
    assert services["proxy"]["depends_on"]["web"]["restart"] is True  # nginx looks its address up at its own start


def test_no_word_of_a_health_check_holds_a_blank():
    """Asked through Docker Compose, podman 4.3 parts each word at its blanks: the proxy never starts."""
    checks = [service.get("healthcheck", {}).get("test", []) for service in compose()["services"].values()]
    image = re.findall(r"^HEALTHCHECK .*\\\n\s+CMD (\[.*\])$", (DEPLOY / "Containerfile").read_text(), re.M)
    assert len(image) == 1
    words = [check[1:] for check in checks if check[:1] == ["CMD"]] + [json.loads(image[0])]
    assert len(words) >= 3
    assert [word for each in words for word in each if " " in word] == []


def test_folders_that_the_steps_mount_are_named_whole():
    """`docker compose run -v` takes a path as it stands: a relative one is nowhere, or a folder of the daemon."""
    mounted = re.findall(r"docker compose run [^\n]*-v (\S+)", (DEPLOY / "README.md").read_text())
    assert len(mounted) >= 2
    assert [each for each in mounted if not each.startswith('"$PWD/')] == []


def test_logs_go_to_a_driver_that_docker_and_podman_have():
    drivers = {service["logging"]["driver"] for service in compose()["services"].values()}
    assert drivers == {"json-file"}


def test_secrets_beside_the_files_are_not_in_the_repository(tmp_path):
    names = ["deploy/.env", "deploy/portal.env", "deploy/tls/privkey.pem", "deploy/2026-11-30.age"]
    names += ["deploy/programme.key", "deploy/from/programme.key", "deploy/journal/key"]
    command = ["git", "-C", str(ROOT), "check-ignore", "--no-index", *names]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.split() == names


def test_what_a_service_waits_for_is_there():
    told = compose()
    for name, service in told["services"].items():
        assert set(service.get("depends_on", {})) <= set(told["services"]), name
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            there = source in told["volumes"] or (DEPLOY / source).exists() or source == "./tls"
            assert there, (name, source)


def test_no_image_names_a_registry():
    images = [service["image"] for service in compose()["services"].values()]
    images += re.findall(r"^FROM (\S+)", (DEPLOY / "Containerfile").read_text(), re.M)
    assert [image for image in images if REGISTRY_HOST.match(image)] == []
    assert REGISTRY_HOST.match("ghcr.example/portal")


def test_commands_of_processes_are_ours():
    commands = [service.get("command", []) for service in compose()["services"].values()]
    names = [each[3] for each in commands if each[:3] == ["python", "-m", "django"]]
    assert sorted(names) == ["nightly", "prepare", "work"]
    assert [name for name in names if name not in get_commands()] == []


def test_the_image_has_locked_packages_another_user_and_all_that_it_needs():
    text = (DEPLOY / "Containerfile").read_text()
    stages = text.split("\nFROM ")
    assert "--require-hashes -r deploy/requirements.lock" in text
    assert "\nUSER portal\n" in stages[-1]
    (made,) = re.findall(r"^RUN (PORTAL_VAR=.+(?:\n    .+)*)", stages[1], re.M)
    assert made.splitlines()[-1].strip() == "&& chmod -R a+rX,go-w ."  # collected files are their owner's alone
    assert ".record(['requirements.lock'])" in made  # else manage.py would make .venv anew
    assert len(stages) == 3
    copied = set(re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.M))
    copied = {each for line in copied for each in line.split()}
    packages = {"clubs", "content", "councils", "protection", "site", "static", "templates"}
    assert packages <= copied
    assert [each for each in copied if not (ROOT / each).exists()] == []
    let_in = set(re.findall(r"^!(.+)$", (DEPLOY / "Containerfile.dockerignore").read_text(), re.M))
    assert copied == let_in


def test_the_lock_of_the_image_holds_that_of_the_portal_with_the_same_versions():
    def pins(path):
        return dict(re.findall(r"^([\w.-]+)==(\S+)", path.read_text(), re.M))

    image, portal = pins(DEPLOY / "requirements.lock"), pins(ROOT / "requirements.lock")
    assert {name: version for name, version in portal.items() if image.get(name) != version} == {}
    assert {"boto3", "django-storages"} <= set(image) - set(portal)
    text = (DEPLOY / "requirements.lock").read_text()
    assert "://" not in text
    assert [block for block in re.split(r"\n(?=\S)", text.strip()) if "--hash=sha256:" not in block] == []


# --- systemd ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_units_run_ours_with_few_rights(path, settings):
    settings.TASKS = {**settings.TASKS, "jobs": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    told = unit(path)
    service = dict(told["Service"])
    assert service["User"] == "portal"
    program, *arguments = shlex.split(service["ExecStart"])
    assert program.startswith("/srv/portal/.venv/bin/")
    if arguments[:2] == ["-m", "django"]:
        name = arguments[2]
        parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
        parser.parse_args(arguments[3:])
    lines = path.read_text().splitlines()
    assert [each for each in WRITES if each not in lines] == []
    assert dict(told["Unit"])["Description"]


def test_units_wait_for_units_that_are_there():
    names = {path.name for path in UNITS}
    for path in UNITS:
        for key, value in unit(path)["Unit"]:
            if key in ("After", "Requires", "Wants"):
                ours = {each for each in value.split() if each.startswith("portal-")}
                assert ours <= names, path.name


def verified(folder) -> list[str]:
    """What systemd says of the units, but that programs of another machine are not here."""
    command = ["systemd-analyze", "verify", "--man=no", *sorted(map(str, folder.iterdir()))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    known = re.compile(r"is not executable: No such file or directory$")
    return [line for line in done.stderr.splitlines() if line.strip() and not known.search(line)]


def test_systemd_reads_the_units(tmp_path):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not on this machine")
    assert verified(DEPLOY / "systemd") == []
    planted = tmp_path / "portal-planted.service"
    planted.write_text((DEPLOY / "systemd" / "portal-web.service").read_text() + "\n[Service]\nProtectSistem=strict\n")
    assert any("ProtectSistem" in line for line in verified(tmp_path))


# --- the proxy -------------------------------------------------------------------------------------------------------
@pytest.fixture
def tls(tmp_path):
    """A certificate for nobody, in the place of the operator's."""
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "1",
    ]
    command += [
        "-subj",
        "/CN=portal.example.org",
        "-keyout",
        tmp_path / "privkey.pem",
        "-out",
        tmp_path / "fullchain.pem",
    ]
    subprocess.run(command, check=True, capture_output=True)
    return tmp_path


def accepted(folder, upstream, change=lambda text: text) -> subprocess.CompletedProcess:
    ours = DEPLOY / "nginx"
    text = (ours / upstream).read_text().replace("server web:", "server 127.0.0.1:") + (
        ours / "portal.conf"
    ).read_text()
    text = change(text.replace("/etc/portal/tls", str(folder)).replace("/var/cache/nginx/portal", f"{folder}/copies"))
    (folder / "portal.conf").write_text(text)
    paths = "".join(
        f"{each}_temp_path {folder}/{each}; " for each in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = f"pid {folder}/pid; error_log stderr; events {{}} http {{ {paths} include {folder}/portal.conf; }}"
    (folder / "nginx.conf").write_text(whole)
    command = [nginx(), "-t", "-p", str(folder), "-c", str(folder / "nginx.conf")]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("upstream", ["upstream.conf", "upstream-compose.conf"])
def test_nginx_accepts_the_files(tls, upstream):
    if nginx() is None:
        pytest.skip("nginx is not on this machine (Debian: nginx-light)")
    done = accepted(tls, upstream)
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr
    assert (
        accepted(tls, upstream, lambda text: text.replace("proxy_cache_lock on", "proxy_cache_lok on")).returncode == 1
    )


def test_the_proxy_keeps_numbers_and_names_to_itself():
    text = (DEPLOY / "nginx" / "portal.conf").read_text()
    assert re.search(r"location = /metrics \{\s+return 404;", text)
    assert text.count("access_log off;") == 2
    (of_systems,) = re.findall(r"location /api/reports/ \{([^}]*)\}", text)
    assert of_systems.split() == ["proxy_pass", "http://portal;"]  # kept nowhere, its headers those of the server
    assert "Authorization" not in re.sub(r"#.*", "", text)
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in text  # never what the reader sent as its own
    assert "proxy_set_header X-Request-ID $request_id;" in text
