"""Settings looked at before a portal runs for real (``check --deploy``): a fault names its variable and its cure."""

import stat
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.core.exceptions import ImproperlyConfigured

UNSHARED = ("locmem", "dummy", "filebased")
PLACEHOLDERS = ("make-your-own", "change-me", "changeme", "secret", "password")
PHRASES = {
    "E010": "SECRET_KEY is short or a placeholder: write fifty random characters or more.",
    "E011": "ALLOWED_HOSTS lets any host in: write the host names that readers type, separated by commas.",
    "E012": "PUBLIC_URL is no https address: write the address readers type, such as https://portal.example.org",
    "E013": "PUBLIC_URL names a host that ALLOWED_HOSTS does not: write the same name into both.",
    "E014": "DATABASE_URL names no PostgreSQL, but SEVERAL_MACHINES is true: write postgresql://user:password@host/name",
    "E015": "The cache is not shared by the processes: leave CACHE_URL away (the database is the cache), or write "
    "redis://host:6379/0",
    "E016": "CACHE_URL is missing, but SEVERAL_MACHINES is true: write redis://host:6379/0 of the shared server.",
    "E017": "CACHE_URL is none that the portal speaks: write redis://host:6379/0 or, with TLS, rediss://host:6379/0",
    "E018": "S3_BUCKET is missing, but SEVERAL_MACHINES is true: write the name of the bucket, with S3_ENDPOINT, "
    "S3_ACCESS_KEY and S3_SECRET_KEY.",
    "E019": "S3_ENDPOINT is no address: write https://host of the object storage, or leave it away for Amazon's.",
    "E020": "EMAIL_URL leads mails nowhere: write smtp+tls://user:password@host:587",
    "E021": "DEFAULT_FROM_EMAIL is no address of yours: write the one mails come from, such as portal@example.org",
    "E022": "PHONE_KEYS_DIR can be read by others than the portal: chmod 0700 on the folder and 0600 on its files.",
    "E023": "PORTAL_VAR can be read by everybody: chmod 0750 or narrower on the folder.",
    "E024": "TIME_ZONE is not that of Cambodia, where days begin and end: leave it as it comes, Asia/Phnom_Penh.",
    "E025": "LOG_FORMAT is neither json nor line: write one of the two.",
    "E026": "METRICS_TOKEN is short: write thirty random characters or more, or leave it away.",
}


@register(Tags.security, deploy=True)
def settings_are_ready(app_configs=None, **kwargs) -> list[Error]:
    """Every fault at once, in the order of the list."""
    return [Error(PHRASES[id], id=f"portal.{id}") for id, is_wrong in QUESTIONS.items() if is_wrong()]


def refuse_wrong_settings() -> None:
    """Stops a process that runs for real before it has a database or readers, with a sentence for each fault."""
    if settings.ARE_CHECKED_AT_START and (faults := settings_are_ready()):
        raise ImproperlyConfigured("\n".join(fault.msg for fault in faults))


def _weak_key() -> bool:
    key = settings.SECRET_KEY.lower()
    return len(key) < 50 or len(set(key)) < 10 or any(each in key for each in PLACEHOLDERS)


def _host() -> str:
    return urlsplit(settings.PUBLIC_URL).hostname or ""


def _host_is_unknown() -> bool:
    names = settings.ALLOWED_HOSTS
    return _host() not in names and not any(name[0] == "." and _host().endswith(name) for name in names if name)


def _backend() -> str:
    return settings.CACHES["default"]["BACKEND"]


def _mail_goes_nowhere() -> bool:
    mail = settings.MAILERS["default"]
    return not mail["BACKEND"].endswith(".smtp.EmailBackend") or not mail.get("OPTIONS", {}).get("host")


def _is_open(path: Path, others: int) -> bool:
    return path.exists() and bool(stat.S_IMODE(path.stat().st_mode) & others)


def _keys_are_open() -> bool:
    folder = Path(settings.PHONE_KEYS_DIR)
    return _is_open(folder, 0o077) or (folder.is_dir() and any(_is_open(each, 0o077) for each in folder.glob("*.pem")))


def _endpoint_is_wrong() -> bool:
    endpoint = settings.STORAGES["default"].get("OPTIONS", {}).get("endpoint_url")
    return bool(endpoint) and urlsplit(endpoint).scheme not in ("http", "https")


def _wrong_zone() -> bool:
    return settings.TIME_ZONE != "Asia/Phnom_Penh"


QUESTIONS: dict[str, Callable[[], bool]] = {
    "E010": _weak_key,
    "E011": lambda: "*" in settings.ALLOWED_HOSTS or not any(settings.ALLOWED_HOSTS),
    "E012": lambda: urlsplit(settings.PUBLIC_URL).scheme != "https" or not _host(),
    "E013": _host_is_unknown,
    "E014": lambda: settings.SEVERAL_MACHINES and not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"),
    "E015": lambda: any(each in _backend() for each in UNSHARED),
    "E016": lambda: settings.SEVERAL_MACHINES and not settings.MARKS_URL,
    "E017": lambda: bool(settings.MARKS_URL) and urlsplit(settings.MARKS_URL).scheme not in ("redis", "rediss", "unix"),
    "E018": lambda: settings.SEVERAL_MACHINES and "OPTIONS" not in settings.STORAGES["default"],
    "E019": _endpoint_is_wrong,
    "E020": _mail_goes_nowhere,
    "E021": lambda: settings.DEFAULT_FROM_EMAIL.rpartition("@")[2] in ("", "localhost"),
    "E022": _keys_are_open,
    "E023": lambda: _is_open(Path(settings.VAR_DIR), 0o007),
    "E024": _wrong_zone,
    "E025": lambda: getattr(settings, "LOG_FORMAT", "line") not in ("json", "line"),
    "E026": lambda: 0 < len(settings.METRICS_TOKEN) < 30,
}
