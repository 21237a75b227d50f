"""What the portal shares with other machines and tells their keepers: cache, object storage, log, metrics."""

from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parents[3]
VAR_DIR = Path(env("PORTAL_VAR", default=str(BASE_DIR / "var")))
"""Everything that is written while the portal runs: database, uploads, collected static files."""


def required(name: str, hint: str) -> str:
    """The value of an environment variable; without it the start stops with a sentence that says what to do."""
    value = env(name, default="")
    if not value:
        raise ImproperlyConfigured(f"Set the environment variable {name}: {hint}")
    return value


SEVERAL_MACHINES = env.bool("SEVERAL_MACHINES", default=False)
"""Whether web processes and workers on other machines serve the same portal."""
CACHE_URL = env("CACHE_URL", default="")
METRICS_TOKEN = env("METRICS_TOKEN", default="")
"""Who sends it from another machine reads the metrics; without it only this machine does."""
METRICS_DIR = env("METRICS_DIR", default="")
"""Where the processes of this machine add up what they count; without it requests are not counted."""
BACKUP_DIR = env("BACKUP_DIR", default="")
"""Where backups are put, so that the metrics can say how old the newest is."""


def cache() -> dict[str, Any]:
    """The cache of all processes: the database, or the server that ``CACHE_URL`` names."""
    if CACHE_URL:
        options = {"socket_timeout": 2, "socket_connect_timeout": 2}
        return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": CACHE_URL, "OPTIONS": options}
    return {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # wrong guesses are counted here: nobody may push the counts out
    }


def storages() -> dict[str, dict[str, Any]]:
    """Where uploads lie: in folders of this machine, or in two parts of a bucket that nobody reads but the portal."""
    bucket = env("S3_BUCKET", default="")
    if not bucket:
        return {
            "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "private": {"BACKEND": "participation.models.photo.PrivateStorage"},
        }
    options = {
        "bucket_name": bucket,
        "endpoint_url": env("S3_ENDPOINT", default="") or None,
        "region_name": env("S3_REGION", default="") or None,
        "access_key": required("S3_ACCESS_KEY", "the name of the key to the bucket."),
        "secret_key": required("S3_SECRET_KEY", "the secret of the key to the bucket."),
        "addressing_style": "path",
        "signature_version": "s3v4",
        "default_acl": None,  # as the bucket says, which is: private
        "querystring_auth": True,
        "file_overwrite": False,
    }
    return {
        "default": {"BACKEND": "portal.objects.MediaObjects", "OPTIONS": {**options, "location": "media"}},
        "private": {"BACKEND": "portal.objects.PrivateObjects", "OPTIONS": {**options, "location": "private"}},
    }


def logging_as(format: str) -> dict[str, Any]:
    """Lines for a person to read, or one JSON object on each line for a program."""
    line = {"class": "portal.logs.WithoutRows", "format": "{asctime} {levelname} {name} {message}", "style": "{"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": line, "json": {"()": "portal.log_lines.JsonLines"}},
        "filters": {"no_secrets": {"()": "portal.logs.WithoutSecrets"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": format, "filters": ["no_secrets"]}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {"django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False}},
    }
