"""Settings of the site, all from the environment; what is not set has a default that works on one machine.

KAOPING_DATA      folder of the database, uploads and the secret key (default: ./kaoping-data)
KAOPING_DATABASE  empty for SQLite in that folder, or postgresql://user:password@host:port/name
KAOPING_HOSTS     names under which the site is reached, with commas (default: localhost, 127.0.0.1)
KAOPING_HTTPS     1 where the site stands behind HTTPS: cookies then travel by HTTPS only
KAOPING_DEMO      1 shows one-click sign-ins and lets KAOPING_NOW set the clock
KAOPING_NOW       in the demo, the moment the site starts at, as 2026-11-03T21:40:00+08:00
KAOPING_ZONE      the office's time zone (default: Asia/Shanghai)
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pysqlite3

from kaoping_web.secret import secret_key

sys.modules["sqlite3"] = pysqlite3  # the system's SQLite may lose a write-ahead log: see start_up.py

HERE = Path(__file__).resolve().parent
DATA = Path(os.environ.get("KAOPING_DATA", "kaoping-data")).resolve()
DEMO = os.environ.get("KAOPING_DEMO") == "1"
HTTPS = os.environ.get("KAOPING_HTTPS") == "1"
DEBUG = False

SECRET_KEY = secret_key(DATA)
ALLOWED_HOSTS = os.environ.get("KAOPING_HOSTS", "localhost,127.0.0.1,testserver").split(",")
ROOT_URLCONF = "kaoping_web.urls"
WSGI_APPLICATION = "kaoping_web.wsgi.application"
AUTH_USER_MODEL = "organisations.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOGIN_URL = "sign-in"

APPS = (
    "ui",
    "journal",
    "organisations",
    "schemes",
    "cycles",
    "filing",
    "review",
    "scoring",
    "supervision",
    "overview",
)
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    *(f"kaoping_web.{one}" for one in APPS if (HERE / one / "__init__.py").exists()),
]
MIDDLEWARE = [
    "kaoping_web.ui.headers.Headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "kaoping_web.ui.reader.Reader",
    "kaoping_web.organisations.sessions.Sessions",
    "kaoping_web.ui.refused.Refusals",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["kaoping_web.ui.templatetags.kaoping"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csrf",
                "django.contrib.messages.context_processors.messages",
                "kaoping_web.ui.reader.reading",
                "kaoping_web.overview.frame.frame",
            ],
        },
    }
]


def _database(url: str) -> dict[str, object]:
    """One database: SQLite in the data folder, or PostgreSQL at a URL."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA / "kaoping.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF;",
            },
        }
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or "") or parse_qs(parts.query).get("host", [""])[0],
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": _database(os.environ.get("KAOPING_DATABASE", ""))}
ATOMIC_REQUESTS = False

LANGUAGE_CODE = "zh-hans"
USE_I18N = False  # both languages stand side by side in code and templates: see ui/templatetags/kaoping.py
USE_TZ = True
TIME_ZONE = os.environ.get("KAOPING_ZONE", "Asia/Shanghai")

STATIC_URL = "/static/"
STATIC_ROOT = None  # files are served from where they lie: nothing to collect
UPLOADS = DATA / "uploads"
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a grid of 272 villages × a dozen figures with notes
FILE_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024

PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Inside a closed network the site is often reached without HTTPS: then a browser refuses `__Host-` and Secure cookies.
SESSION_COOKIE_NAME = "__Host-kaoping" if HTTPS else "kaoping"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "kaoping-csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
CSRF_FAILURE_VIEW = "kaoping_web.ui.refused.csrf_failure"

NOW = os.environ.get("KAOPING_NOW", "") if DEMO else ""
INSTALLATION = os.environ.get(
    "KAOPING_INSTALLATION", ""
)  # drawn when the journal begins, where it is not given
OWN_CHAIN = "site"  # entries about no body of the tree: a sign-in under a name nobody has
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
