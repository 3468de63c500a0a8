"""Every setting, read once from `KAAS_…` in the environment, from the file a `KAAS_…_FILE` names, or from the state folder.

Nothing here reaches out: no connection is made and no folder is written by importing this.
"""

import os
from pathlib import Path
from typing import Any

import psycopg
import psycopg.conninfo
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
STATE_DIR = Path(os.environ.get("KAAS_STATE_DIR") or BASE_DIR / "var").resolve()


def read(name: str, default: str | None = None) -> str:
    """The value of KAAS_`name`, from the environment, from its file, or from the state folder's secrets."""
    value = os.environ.get(f"KAAS_{name}")
    if value is not None:
        return value
    named = os.environ.get(f"KAAS_{name}_FILE")
    file = Path(named) if named else STATE_DIR / "secrets" / name.lower()
    try:
        return file.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        if named or default is None:
            raise ImproperlyConfigured(
                f"KAAS_{name} is not set and {file} does not exist. `make run` makes an embedded installation; on a "
                f"server of your own set KAAS_{name} or KAAS_{name}_FILE."
            ) from None
        return default
    except OSError as error:
        raise ImproperlyConfigured(f"KAAS_{name}: {file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError:
        raise ImproperlyConfigured(f"KAAS_{name}: {file} is not UTF-8 text.") from None


def database(url: str, *, role: str, pooled: bool) -> dict[str, Any]:
    """Django's description of the database behind a libpq URL, as `role` uses it."""
    try:
        parts: dict[str, Any] = dict(psycopg.conninfo.conninfo_to_dict(url))
    except psycopg.ProgrammingError as error:
        raise ImproperlyConfigured(f"the database URL of the {role} role is not one: {error}") from None
    named = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    options = {key: value for key, value in parts.items() if key not in named}
    if os.environ.get("KAAS_MIGRATING") == "1":
        # Under forced row security the owner's data migrations would touch no rows and say nothing; this makes them fail.
        options["options"] = "-c row_security=off"
    options["prepare_threshold"] = 0  # of what governance.prepared runs; Django's own cursors prepare nothing
    if pooled:
        options["pool"] = {"min_size": 1, "max_size": 12, "timeout": 30}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **{setting: str(parts.get(key, "")) for key, setting in named.items()},
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": pooled,
        "OPTIONS": options,
    }


DATABASE_ROLES = {"app": "DATABASE_URL", "worker": "DATABASE_WORKER_URL", "owner": "DATABASE_OWNER_URL"}
DATABASE_ROLE = os.environ.get("KAAS_DATABASE_ROLE", "app")
if DATABASE_ROLE not in DATABASE_ROLES:
    raise ImproperlyConfigured(
        f"KAAS_DATABASE_ROLE is {DATABASE_ROLE!r}; it is one of {', '.join(DATABASE_ROLES)}."
    )
DATABASES = {
    "default": database(
        read(DATABASE_ROLES[DATABASE_ROLE]),
        role=DATABASE_ROLE,
        pooled=os.environ.get("KAAS_DATABASE_POOL") == "1",
    )
}

SECRET_KEY = read("SECRET_KEY")
GATE_KEY = read("GATE_KEY", "")
TEXT_KEY = read("TEXT_KEY", "")

DEBUG = False
ALLOWED_HOSTS = [
    host.strip() for host in read("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]").split(",") if host.strip()
]
CSRF_TRUSTED_ORIGINS = [origin for origin in read("TRUSTED_ORIGINS", "").split(",") if origin]
BEHIND_TLS = read("BEHIND_TLS", "0") == "1"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.staticfiles",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "csp",
    "procrastinate.contrib.django",
    "governance.audit",
    "governance.access",
    "portfolios",
    "kaas.answering",
    "kaas.portal",
]
AUTH_USER_MODEL = "access.User"
# The company's directory (LDAP); without an address there is none. What each means stands in deploy/kaas.env.sample.
DIRECTORY = {
    "url": read("LDAP_URL", ""),
    "start_tls": read("LDAP_START_TLS", "0") == "1",
    "plain": read("LDAP_PLAIN", "0") == "1",
    "authority": read("LDAP_CA", ""),
    "bind_dn": read("LDAP_BIND_DN", ""),
    "password": read("LDAP_PASSWORD", ""),
    "people": read("LDAP_PEOPLE", ""),
    "people_filter": read("LDAP_PEOPLE_FILTER", "(objectClass=person)"),
    "groups": read("LDAP_GROUPS", ""),
    "name_attribute": read("LDAP_NAME_ATTRIBUTE", "uid"),
    "entry_attribute": read("LDAP_ENTRY_ATTRIBUTE", "entryUUID"),
    "english_attribute": read("LDAP_ENGLISH_ATTRIBUTE", "displayName;lang-en"),
    "seconds": read("LDAP_SECONDS", "5"),
    "every": read("LDAP_EVERY", "20"),
    "most_people": read("LDAP_MOST_PEOPLE", "50000"),
}
# The company's OpenID provider; without an issuer there is none. What each means stands in deploy/kaas.env.sample.
OIDC = {
    "issuer": read("OIDC_ISSUER", "").rstrip("/"),
    "client_id": read("OIDC_CLIENT_ID", ""),
    "client_secret": read("OIDC_CLIENT_SECRET", ""),
    "authority": read("OIDC_CA", ""),
    "hosts": read("OIDC_HOSTS", ""),
    "entry_claim": read("OIDC_ENTRY_CLAIM", ""),
    "name_claim": read("OIDC_NAME_CLAIM", "preferred_username"),
    "group_claim": read("OIDC_GROUP_CLAIM", "groups"),
    "needed_group": read("OIDC_NEEDED_GROUP", ""),
    "strong_acr": read("OIDC_STRONG_ACR", ""),
    "strong_amr": read("OIDC_STRONG_AMR", ""),
    "seconds": read("OIDC_SECONDS", "5"),
}
# Names that sign in with a password kept by kaas itself: all, none, or names separated by commas.
LOCAL_ACCOUNTS = read("LOCAL_ACCOUNTS", "none" if DIRECTORY["url"] or OIDC["issuer"] else "all")
# The local ones first, so that break-glass works while the directory is away.
AUTHENTICATION_BACKENDS = [
    "governance.access.authentication.LocalAccounts",
    *(["governance.access.directory_accounts.DirectoryAccounts"] if DIRECTORY["url"] else []),
]
# Where a session is: network=place, separated by commas; the narrowest network counts.
PLACES = read("PLACES", "")
# The dictionary between Japanese and English: a file, "none", or the one that the set-up makes in the state folder.
DICTIONARY = read("DICTIONARY", "")
KATAKANA = read("KATAKANA", "") != "none"
# Hours after which a session with a second factor ends; signing in lasts no longer than twelve in any case.
SECOND_FACTOR_HOURS = float(read("SECOND_FACTOR_HOURS", "8"))
if not 0 < SECOND_FACTOR_HOURS <= 12:
    raise ImproperlyConfigured("KAAS_SECOND_FACTOR_HOURS is a number of hours, more than 0 and at most 12.")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "governance.audit.middleware.RequestIdentifier",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "governance.access.middleware.ScopeAroundResponse",
]
ROOT_URLCONF = "kaas.urls"
ASGI_APPLICATION = "kaas.asgi.application"
WSGI_APPLICATION = "kaas.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "kaas.portal.context.portal",
            ]
        },
    }
]

# The cookie holds a session's id and nothing else; the session itself, and its end, are rows of access_session.
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
SESSION_COOKIE_NAME = "kaas_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = BEHIND_TLS
CSRF_COOKIE_SECURE = BEHIND_TLS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "kaas.portal.errors.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"  # nothing to others; our own forms keep their Origin
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("ja", "日本語"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "kaas_language"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [BASE_DIR / "kaas" / "locale"]
USE_TZ = True
TIME_ZONE = read("TIME_ZONE", "Asia/Tokyo")

STATIC_URL = "static/"
STATIC_ROOT = None  # files are served from where they lie
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "kaas.api.authentication.BearerKey",
        "kaas.api.authentication.PortalSession",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["kaas.api.authentication.IsIdentified"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "kaas.api.problems.problem",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "kaas",
    "DESCRIPTION": "Answers from the company's own patents and R&D documents, each statement on a quoted passage.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["kaas.api.authentication.IsIdentified"],
}

UNAVAILABLE_VIEW = "kaas.urls.unavailable"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "kaas.operations.logs.Formatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # Refusals are on the trail; a line for every 403 and 404 would only hide the faults.
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        "django_auth_ldap": {"level": "ERROR"},  # its warnings repeat what was typed as a name
    },
}
MAX_QUESTION_CHARACTERS = 4_000
# Open for one person, over all processes of a machine.
QUESTIONS_AT_ONCE = int(read("QUESTIONS_AT_ONCE", "8"))
