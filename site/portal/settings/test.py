"""Settings of the test run: no TLS on localhost, fast hashing, mail in memory, jobs run at once."""

import os

os.environ.setdefault("SECRET_KEY", "only for tests, never for a server: 0123456789abcdefghijklmnopqrstuvwxyz")

from .base import *  # noqa: E402, F403
from .base import STORAGES, env

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = False
SESSION_COOKIE_NAME = "session"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
TASKS = {
    "default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"},
    "jobs": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"},
}
PORTAL_TEST_DATABASE_URL = env("PORTAL_TEST_DATABASE_URL", default="")
