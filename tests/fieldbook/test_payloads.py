"""What phones send is read by many threads from the first moment of a process."""

import subprocess
import sys

import pytest

from tests.guards.tree import ROOT

pytestmark = pytest.mark.once

ASIDE = """
import re
import threading
import time
import django
django.setup()
from msgspec import Struct, ValidationError, json
from fieldbook import payloads

built, compiled = [], re._compile

def slowly(pattern, flags):
    built.append(pattern)
    time.sleep(0.01)  # another thread has its turn
    return compiled(pattern, flags)

re._compile = slowly
shapes = [shape for shape in vars(payloads).values() if isinstance(shape, type) and issubclass(shape, Struct)]

def read():
    for shape in shapes:
        for field in shape.__struct_encode_fields__:
            try:
                json.decode(json.encode({field: "14:00"}), type=shape)
            except ValidationError:
                pass
"""

BY_ONE = (
    ASIDE
    + """
read()
print(built)
"""
)

BY_EIGHT = (
    ASIDE
    + """
threads = [threading.Thread(target=read) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("read")
"""
)


def told_by(script: str) -> str:
    environ = {"PYTHONPATH": f"{ROOT}:{ROOT}/site", "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
    done = subprocess.run([sys.executable, "-c", script], env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_nothing_is_built_any_more_when_the_first_record_comes():
    assert told_by(BY_ONE) == "[]"


def test_threads_that_read_their_first_record_at_once_do_not_crash_the_process():
    assert told_by(BY_EIGHT) == "read"
