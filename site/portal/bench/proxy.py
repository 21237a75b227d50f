"""nginx for a measure: in front of the portal as ``deploy/nginx`` sets it up, beside a file of the same bytes."""

import re
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

from portal.bench.visits import CannotMeasure
from portal.machine import nginx
from portal.processes import free_port

OURS = Path(settings.BASE_DIR) / "deploy" / "nginx" / "portal.conf"
UPSTREAM = OURS.with_name("upstream.conf")
LISTEN, ALSO, PORTAL, COPIES = "listen 443 ssl http2;", "listen 80;", "127.0.0.1:8000", "/var/cache/nginx/portal"
TLS = re.compile(r"^ +ssl_\w+ .*;\n", re.M)
"""What the file says of one machine, and the measure must say of another."""

FILE = "page"
SECONDS_TO_START = 20
AROUND = """
daemon off;
worker_processes 1;
pid {folder}/pid;
error_log {folder}/errors warn;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxied;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    keepalive_requests 1000000;
    sendfile on;
    open_file_cache max=100;
    include {folder}/portal.conf;
    server {{
        listen 127.0.0.1:{file_port};
        root {folder};
        location = /{name} {{ default_type "text/html; charset=utf-8"; {headers} }}
    }}
}}
"""


@contextmanager
def in_front(portal: str, headers: list[tuple[str, str]], body: bytes) -> Iterator[tuple[int, str, str]]:
    """A running nginx: its process, the address where it keeps the portal's pages, that of a file with this answer."""
    with tempfile.TemporaryDirectory(prefix="nginx-") as place:
        folder = Path(place)
        folder.chmod(0o755)  # nginx that root starts reads as another user
        kept_port, file_port = free_port(), free_port()
        (folder / FILE).write_bytes(body)
        (folder / "copies").mkdir()
        (folder / "portal.conf").write_text(_configured(kept_port, portal.rsplit(":", 1)[1], folder / "copies"))
        lines = " ".join(f'add_header {name} "{_quoted(value)}";' for name, value in headers if _is_said_by_us(name))
        whole = folder / "nginx.conf"
        whole.write_text(AROUND.format(folder=folder, file_port=file_port, name=FILE, headers=lines))
        command = [nginx() or "nginx", "-p", place, "-c", str(whole)]
        running = subprocess.Popen(command, stderr=subprocess.PIPE)  # noqa: S603 — a program of this machine
        try:
            _await(running, kept_port)
            yield running.pid, f"http://localhost:{kept_port}", f"http://localhost:{file_port}"
        finally:
            running.terminate()
            running.wait(timeout=20)
            running.stderr.close()


def _configured(port: int, portal_port: str, copies: Path) -> str:
    """Both files, for an address of this machine that speaks no TLS."""
    text = TLS.sub("", UPSTREAM.read_text("utf-8") + OURS.read_text("utf-8"))
    changes = {
        LISTEN: f"listen 127.0.0.1:{port};",
        ALSO: f"listen 127.0.0.1:{free_port()};",
        PORTAL: f"127.0.0.1:{portal_port}",
        COPIES: str(copies),
    }
    for said, meant in changes.items():
        if said not in text:
            raise CannotMeasure(f"{OURS.name} no longer says {said}, which the measure has to change.")
        text = text.replace(said, meant)
    return text


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("$", "")


def _is_said_by_us(name: str) -> bool:
    """nginx says the length, the kind, the tag and the day of a file itself."""
    return name.lower() not in ("content-length", "content-type", "etag", "last-modified", "date")


def _await(running: subprocess.Popen, port: int) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and running.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    said = running.stderr.read().decode("utf-8", "replace") if running.poll() is not None else "no answer"
    raise CannotMeasure(f"nginx did not start: {said.strip()}")
