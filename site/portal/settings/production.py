"""What runs for real: ``base`` with the values that only the operator can know."""

import os

os.environ.setdefault("EMAIL_URL", "smtp://localhost:25")  # the machine's own mail server, where none is named

from .base import *  # noqa: E402, F403
from .services import env, logging_as, required

ARE_CHECKED_AT_START = True
LOG_FORMAT = env("LOG_FORMAT", default="json")
LOGGING = logging_as(LOG_FORMAT if LOG_FORMAT in ("json", "line") else "json")

SECRET_KEY = required("SECRET_KEY", "fifty random characters or more, kept out of the repository.")
ALLOWED_HOSTS = [
    *required("ALLOWED_HOSTS", "the host names readers type, separated by commas.").split(","),
    "127.0.0.1",  # whoever looks from this machine whether it is well
]
PUBLIC_URL = WAGTAILADMIN_BASE_URL = required(
    "PUBLIC_URL", "the address readers type, such as https://portal.example.org"
).rstrip("/")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
