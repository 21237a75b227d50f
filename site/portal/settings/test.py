"""Settings of the test run: no TLS on localhost, fast hashing, mail in memory, jobs run at once."""

import os

os.environ.setdefault("SECRET_KEY", "only for tests, never for a server: 0123456789abcdefghijklmnopqrstuvwxyz")

from .base import *  # noqa: E402, F403
from .base import LOGGING, SQLITE_OPTIONS, STORAGES, VAR_DIR, env

VAR_DIR = VAR_DIR / "test"
MEDIA_ROOT = VAR_DIR / "media"
PHONE_KEYS_DIR = env("PHONE_KEYS_DIR", default=str(VAR_DIR / "phone_keys"))
JOURNAL_DIR = VAR_DIR / "journal"
JOURNAL_KEY = ""
PRIVATE_ROOT = VAR_DIR / "private"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = False
SESSION_COOKIE_NAME = "session"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Static files are served from where they lie: nothing is collected, names carry no hash.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
STATIC_ROOT = VAR_DIR / "static"
# What a test needs of servers it names itself (tests/portal/several.py), never the operator's.
MARKS_URL = env("PORTAL_TEST_CACHE_URL", default="")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if MARKS_URL:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": MARKS_URL}}
# Thousands of answers are refusals, as asked for: no line for each of them.
LOGGING = {**LOGGING, "loggers": {**LOGGING["loggers"], "django.request": {"level": "ERROR"}}}
READING_COUNTS_SECONDS = 0  # the thread that writes would meet the database of another test
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
TASKS = {
    "default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"},
    "jobs": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"},
}
if MARKS_URL:
    TASKS = {**TASKS, "jobs": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Never the operator's DATABASE_URL: only what the run names for this purpose (see tests/postgres.py), else SQLite.
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": VAR_DIR / "unused.sqlite3",
        # A test that a power cut ends has no meetings to lose: no fsync.
        "OPTIONS": {**SQLITE_OPTIONS, "init_command": SQLITE_OPTIONS["init_command"].replace("FULL", "OFF")},
    }
}
if env("PORTAL_TEST_DATABASE_URL", default=""):
    DATABASES = {"default": env.db_url("PORTAL_TEST_DATABASE_URL")}

# A server that a test starts beside itself (tests/fieldbook/test_killed.py) looks into that test's database.
if env("PORTAL_TEST_DATABASE_NAME", default=""):
    DATABASES["default"]["NAME"] = env("PORTAL_TEST_DATABASE_NAME")
