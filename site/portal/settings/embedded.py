"""Settings of ``serve``: this machine only, without TLS; everything it writes lies in one folder."""

from portal.secret import kept_secret

from .base import *  # noqa: F403
from .base import ALLOWED_HOSTS, DATABASES, LOGGING, SECRET_KEY, VAR_DIR, env

IS_DEMO = env.bool("PORTAL_DEMO", default=False)
HOME_DIR = VAR_DIR
if IS_DEMO:
    # Demo data never lie beside real ones: another database, other uploads, another key.
    VAR_DIR = HOME_DIR / "demo"
    MEDIA_ROOT = VAR_DIR / "media"
    PHONE_KEYS_DIR = VAR_DIR / "phone_keys"
    JOURNAL_DIR = VAR_DIR / "journal"
    PRIVATE_ROOT = VAR_DIR / "private"
    if not env("DATABASE_URL", default=""):
        DATABASES["default"]["NAME"] = VAR_DIR / "portal.sqlite3"

SECRET_KEY = SECRET_KEY or kept_secret(VAR_DIR / "secret_key")
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "localhost", "127.0.0.1", "[::1]"]

# Plain http on this machine: a browser would drop secure cookies and the names that promise them.
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = False
SESSION_COOKIE_NAME = "demo_session" if IS_DEMO else "session"

# Whoever started `serve` reads its terminal: the job worker's comings and goings are no news there, its errors are.
LOGGING["handlers"]["worker"] = {**LOGGING["handlers"]["stderr"], "level": "ERROR"}
LOGGING["loggers"]["django_tasks_db"] = {"handlers": ["worker"], "level": "INFO", "propagate": False}
