"""The floor of a kept page: a WSGI function that gives the same bytes under the same heads, and knows nothing else."""

import json
import os
from base64 import b64decode
from collections.abc import Callable, Iterable

ANSWER = "BENCH_ANSWER"
"""The environment variable with the answer: ``[[[name, value], …], base64 of the body]``."""

HEADERS, _BODY = json.loads(os.environ.get(ANSWER, '[[], ""]'))
HEAD = [(name, value) for name, value in HEADERS]
BODY = b64decode(_BODY)


def application(environ: dict, start_response: Callable) -> Iterable[bytes]:
    if environ["PATH_INFO"] == "/healthz":
        start_response("200 OK", [("Content-Length", "2")])
        return (b"ok",)
    start_response("200 OK", HEAD)
    return (BODY,)
