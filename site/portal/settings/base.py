"""Safe to deploy as it stands. The environment is read here and nowhere else."""

from pathlib import Path

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from . import services
from .services import BASE_DIR, VAR_DIR, env

DEBUG = False
SECRET_KEY = env("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
PUBLIC_URL = env("PUBLIC_URL", default="http://localhost:8000").rstrip("/")
"""The address readers type; one-time links are printed with it."""
SECURITY_CONTACT = env("SECURITY_CONTACT", default="")
"""Whom a finder of a hole writes to, such as mailto:…; without it there is no security.txt."""
IS_DEMO = False
ARE_CHECKED_AT_START = False
"""Whether wrong settings stop the start (``portal.deploy_checks``)."""

INSTALLED_APPS = [
    "portal",
    "content",
    "fieldbook",
    "reports",
    "clubs",
    "councils",
    "protection",
    "participation",
    "people",
    "accounts",
    "places",
    "khmertext",
    "freshness",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_filters",
    "django_htmx",
    "django_tasks_db",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "portal.wagtail_without_api.Redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "portal.wagtail_without_api.Snippets",
    "portal.wagtail_without_api.Documents",
    "portal.wagtail_without_api.Images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",  # for Wagtail's search there; asks for nothing on SQLite
    "django.forms",
]

MIDDLEWARE = [
    "portal.request_ids.with_request_id",
    "portal.metrics.count_requests",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "portal.middleware.security_headers",
    "content.counting.count_readings",
    "portal.middleware.strangers_on_public_pages",
    "fieldbook.middleware.nobody_where_a_phone_proves_itself",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.person_language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.gate",
    "content.middleware.SayWhichPictures",
    "content.middleware.RedirectsOfPages",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.navigation.navigation",
            ],
            "builtins": ["khmertext.templatetags.khmer"],
        },
    }
]

# Widgets of ours (the place picker) lie with the other templates.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# One fsync per acknowledged write: WAL with synchronous=FULL on a connection that stays open.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-16000; "
        "PRAGMA secure_delete=ON;"  # what was erased is written over, also in the file
    ),
}


def database() -> dict:
    """PostgreSQL from ``DATABASE_URL``, else the embedded SQLite file under ``VAR_DIR``."""
    url = env("DATABASE_URL", default="")
    if url:
        config = env.db_url_config(url)
        if config["ENGINE"].endswith("postgresql"):
            # Every statement is short; translating one first (JIT) would take longer than any of them.
            options = {"options": "-c jit=off", **config.get("OPTIONS", {})}
            config["OPTIONS"] = {**options, "pool": {"min_size": 1, "max_size": 8}}
            return config
        config["OPTIONS"] = SQLITE_OPTIONS
        return {**config, "CONN_MAX_AGE": None}
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": VAR_DIR / "portal.sqlite3",
        "OPTIONS": SQLITE_OPTIONS,
        "CONN_MAX_AGE": None,
    }


DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MARKS_FILE = None
"""What each process of this machine looks into before it believes its memory; ``None``: a file in ``VAR_DIR``."""
MARKS_URL = services.CACHE_URL
"""Where several machines tell each other what changed; empty: one machine."""
CACHES = {"default": services.cache()}
SEVERAL_MACHINES = services.SEVERAL_MACHINES

# Wagtail indexes search through the default backend in the request; only our own slow jobs wait for the worker.
TASKS = {
    "default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"},
    "jobs": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}

MAILERS = {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}
if env("EMAIL_URL", default=""):
    _mail = env.email_url("EMAIL_URL")
    MAILERS = {
        "default": {
            "BACKEND": _mail["EMAIL_BACKEND"],
            "OPTIONS": {
                "host": _mail["EMAIL_HOST"],
                "port": _mail["EMAIL_PORT"],
                "username": _mail["EMAIL_HOST_USER"],
                "password": _mail["EMAIL_HOST_PASSWORD"],
                "use_tls": bool(_mail.get("EMAIL_USE_TLS")),
                "use_ssl": bool(_mail.get("EMAIL_USE_SSL")),
            },
        }
    }
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="portal@localhost")

# --- who -------------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.NameOrAddressBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "account_login"
WAGTAILADMIN_LOGIN_URL = "account_login"

ACCOUNT_ADAPTER = "accounts.adapter.PortalAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_FORMS = {
    "login": "accounts.forms.sign_in.SignInForm",
    "reauthenticate": "accounts.forms.sign_in.PasswordAgainForm",
    "change_password": "accounts.forms.sign_in.NewPasswordForm",
}
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,60/h/ip,5/5m/key,30/d/key",
    "reset_password": "20/m/ip,5/m/key",
    "reset_code": "10/m/ip,60/h/ip,5/5m/key,30/d/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "enrol_phone": "20/h/user",
    "look_for_note": "10/m/user,60/h/user",
    "vote": "60/10m/key",
    "api_key": "30/m/ip,300/h/ip",
}
MFA_ADAPTER = "accounts.adapter.PortalMFAAdapter"
MFA_FORMS = {
    "authenticate": "accounts.forms.sign_in.CodeForm",
    "reauthenticate": "accounts.forms.sign_in.CodeAgainForm",
    "activate_totp": "accounts.forms.sign_in.FirstCodeForm",
    "authenticate_webauthn": "accounts.forms.passkeys.PasskeyForm",
    "reauthenticate_webauthn": "accounts.forms.passkeys.PasskeyAgainForm",
    "login_webauthn": "accounts.forms.passkeys.PasskeySignInForm",
    "add_webauthn": "accounts.forms.passkeys.AddPasskeyForm",
    "edit_webauthn": "accounts.forms.passkeys.RenamePasskeyForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_TOTP_ISSUER = "Children's clubs portal"
MFA_TOTP_TOLERANCE = 1

# Behind a proxy the address of the reader stands in the last entry that the proxy itself wrote.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.bool("BEHIND_PROXY", default=False) else 0

API_CALLS_A_MINUTE = env.int("API_CALLS_A_MINUTE", default=120)
"""Of one key of another system, in each web process."""

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_USE_SESSIONS = True
CSRF_FAILURE_VIEW = "portal.views.csrf_failure"
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SECURE = True
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- headers ---------------------------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]  # asked by programs beside the portal, without TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "connect-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "media-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}

# --- words -----------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "km"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("km", "ខ្មែរ"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "site" / "portal" / "locale", BASE_DIR / "site" / "portal" / "locale_upstream"]
FORMAT_MODULE_PATH = ["portal.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Phnom_Penh"
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = [("km", "ខ្មែរ"), ("en", "English")]

# --- files -----------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(env("STATIC_DIR", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "portal.stylesheets.StylesheetFinder",
    "portal.scripts.ScriptFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
# Photos of meetings: no web server may be pointed here, only a view that asks who is looking reads it.
PRIVATE_ROOT = VAR_DIR / "private"
STORAGES = {
    **services.storages(),
    "staticfiles": {"BACKEND": "portal.scripts.ModuleStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
FILE_UPLOAD_PERMISSIONS = 0o640
PHONE_KEYS_DIR = Path(env("PHONE_KEYS_DIR", default=str(VAR_DIR / "phone_keys")))
"""The private keys that open what phones sealed; backed up apart from the database."""

BACKUP_RECIPIENTS = env.list("BACKUP_RECIPIENTS", default=[])
"""The public keys (age1…) that backups are sealed to. Their private halves never come near this machine."""
BACKUP_KEYS_RECIPIENTS = env.list("BACKUP_KEYS_RECIPIENTS", default=[])
"""The public keys for the backup of the keys of phones; others than those above, or one key opens both."""
JOURNAL_DIR = Path(env("JOURNAL_DIR", default=str(VAR_DIR / "journal")))
"""The key that marks the seals of the journal, and their heads; backed up apart from the database."""
JOURNAL_KEY = env("JOURNAL_KEY", default="")
"""The same key for several machines, in place of the file that one machine makes for itself."""

READING_COUNTS_SECONDS = 30
"""After how long the readings of public pages are written; 0 counts none."""

# --- Wagtail ---------------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = _("Children's clubs and councils")
WAGTAILADMIN_BASE_URL = PUBLIC_URL
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "khmertext.search"}}
WAGTAILIMAGES_IMAGE_MODEL = "content.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "content.forms.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp", "avif", "heic"]
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 25_000_000
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "odt", "xlsx", "csv", "txt"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_USAGE_COUNT_ENABLED = True
WAGTAILEMBEDS_FINDERS: list[dict] = []
WAGTAIL_FINISH_WORKFLOW_ACTION = "content.workflow.publishing.publish_what_was_read"
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True  # each step reads the page as it goes live
WAGTAILADMIN_COMMENTS_ENABLED = False  # they would be mailed, with what they say of a page
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False  # a new translation is a draft and takes the same way
WAGTAIL_LOCALIZE_DEFAULT_TRANSLATION_MODE = "simple"  # translated in the page editor, where workflow and checks are

LOGGING = services.logging_as("line")
METRICS_TOKEN = services.METRICS_TOKEN
METRICS_DIR = services.METRICS_DIR
BACKUP_DIR = services.BACKUP_DIR
