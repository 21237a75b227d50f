#!/usr/bin/env python3
"""Django's command line, on a machine that has only Python: the first start makes the project's own .venv."""

import os
import sys

ROOT = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [ROOT, os.path.join(ROOT, "site")]


def main():
    if sys.version_info < (3, 6):
        sys.exit("Start this with Python 3: python3 manage.py " + " ".join(sys.argv[1:]))
    from portal.setup.environment import enter

    enter(ROOT, sys.argv)  # comes back only inside .venv, with the packages of the lock

    settings = "portal.settings.test" if sys.argv[1:2] == ["test"] else "portal.settings.embedded"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings)
    if "--demo" in sys.argv:
        os.environ["PORTAL_DEMO"] = "1"  # settings and every child process then keep to the demo's own folder
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as refusal:
        sys.exit(str(refusal))  # one sentence that says what to set


if __name__ == "__main__":
    main()
