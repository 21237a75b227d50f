"""``serve``: sets everything up, then runs the web server and the job worker until somebody stops them."""

import http.client
import os
import sys
import time
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils import timezone, translation

from accounts.actions.links import open_first_administrator_link, there_is_an_administrator
from accounts.demo import demo_accounts
from portal.preparation import prepare
from portal.processes import CannotListen, Children, Relay, Stopped, refuse_taken_port, stopped_by_signals

THIS_MACHINE = ("127.0.0.1", "localhost", "::1")
SECONDS_TO_ANSWER = 90


class Command(BaseCommand):
    help = "Sets everything up and serves it on this machine; --demo fills it with demo data."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("--demo", action="store_true", help="with demo data, in a folder of their own")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1", help="default: this machine only")
        parser.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1), help="web server processes")

    def handle(self, *, demo: bool, port: int, host: str, workers: int, **options):
        if demo and host not in THIS_MACHINE:
            raise CommandError("Demo accounts are for this machine only: leave --host away.")
        host = "127.0.0.1" if host == "localhost" else host
        children = Children()
        with stopped_by_signals():
            try:
                refuse_taken_port(host, port)
                prepare(self.say)
                self.start(children, host=host, port=port, workers=workers)
                self.await_answer(children, host, port)
                self.welcome(host, port, demo=demo)
                name = children.wait()
                raise CommandError(f"The {name} ended by itself, so everything is stopped; its last lines stand above.")
            except (CannotListen, ImproperlyConfigured) as refusal:
                raise CommandError(str(refusal)) from refusal
            except Stopped:
                self.say("\nStopping …")
            finally:
                children.stop()
        self.say("Stopped.")

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()

    def start(self, children: Children, *, host: str, port: int, workers: int) -> None:
        connections.close_all()
        path = os.pathsep.join([str(settings.BASE_DIR), str(settings.BASE_DIR / "site")])
        environ = {**os.environ, "PYTHONPATH": path, "PUBLIC_URL": self.address(host, port)}
        manage = str(settings.BASE_DIR / "manage.py")
        # The blocking threads keep their database connections; SQLite writes one at a time anyway.
        granian = ["--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers), "--no-ws"]
        granian += ["--blocking-threads", "4", "--log-level", "warning", "--workers-kill-timeout", "5"]
        children.start("web server", [sys.executable, "-m", "granian", *granian, "portal.wsgi:application"], environ)
        worker = ["work", "--backend", "jobs", "--interval", "2", "--no-reload", "--skip-checks"]
        children.start("job worker", [sys.executable, manage, *worker], environ)
        if host == "127.0.0.1":
            Relay(port).start()

    def await_answer(self, children: Children, host: str, port: int) -> None:
        """Waits until the server answers a request, so that the address that is printed works."""
        until = time.monotonic() + SECONDS_TO_ANSWER
        while time.monotonic() < until and not children.ended():
            server = http.client.HTTPConnection(host, port, timeout=SECONDS_TO_ANSWER)
            try:
                server.request("GET", "/", headers={"Host": f"localhost:{port}"})
                server.getresponse()
                return
            except OSError:
                time.sleep(0.1)
            finally:
                server.close()
        what = children.ended() or "web server"
        raise CommandError(f"The {what} did not start; what went wrong stands above.")

    def address(self, host: str, port: int) -> str:
        """What readers type here. Passkeys refuse bare addresses, so this machine has its name."""
        name = "localhost" if host in (*THIS_MACHINE, "0.0.0.0", "::") else host  # noqa: S104  shown, not bound
        return f"http://{name}:{port}"

    def welcome(self, host: str, port: int, *, demo: bool) -> None:
        """One block of text, with the way in at its end."""
        lines = ["", f"The portal answers on {self.address(host, port)} (Ctrl-C stops it)"]
        if demo:
            lines += ["", f"Demo accounts, on this machine only (codes of the app: {self.address(host, port)}/demo/):"]
            lines += self.demo_accounts()
        elif not there_is_an_administrator():
            path = open_first_administrator_link()
            until = timezone.localtime(timezone.now() + timedelta(hours=1))
            lines += ["", f"There is no administrator yet. Until {until:%H:%M}, once, on this machine:"]
            lines += [f"  {self.address(host, port)}{path}"]
        self.say("\n".join(lines))

    def demo_accounts(self) -> list[str]:
        """One account for each role, as the demo data made them on this machine."""
        rows = [("role", "user name", "password", "key for the authenticator app")]
        with translation.override("en"):
            for account in demo_accounts():
                rows.append((str(account.role_name), account.username, account.password, account.totp_secret or "-"))
        return [f"  {role:<26} {username:<22} {password:<20} {key}" for role, username, password, key in rows]
