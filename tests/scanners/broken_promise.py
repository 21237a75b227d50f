"""An endpoint that promises a number and gives a word: the fault that a test of promises must find."""

import os
from collections.abc import Callable, Iterable


def application(environ: dict, start_response: Callable) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "application/json")])
    described = environ["PATH_INFO"].endswith("openapi.json")
    return [os.environ["BROKEN"].encode() if described else b'"seven"']
