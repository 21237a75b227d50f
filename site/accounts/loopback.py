"""Whether a request comes from this machine: what the first administrator and demo accounts depend on."""

from ipaddress import ip_address

from django.http import HttpRequest
from django.http.request import split_domain_port

LOCAL_NAMES = {"localhost", "127.0.0.1", "[::1]"}
MARKS_OF_A_PROXY = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip", "Via")


def is_from_this_machine(request: HttpRequest) -> bool:
    """True where address and host name are local and no proxy stands between, which would make all readers local."""
    try:
        is_local = ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
    name, _port = split_domain_port(request.META.get("HTTP_HOST", ""))
    return is_local and name in LOCAL_NAMES and not any(mark in request.headers for mark in MARKS_OF_A_PROXY)
