#!/usr/bin/env python3
import os
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.embedded")
from django.core.management import execute_from_command_line

execute_from_command_line(sys.argv)
