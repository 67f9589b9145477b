"""Every setting of the site. Outside values come from the environment (README.md); none has an unsafe default."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.utils.csp import CSP
from redis.backoff import NoBackoff
from redis.retry import Retry

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent

# The place
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False) and DEBUG
TESTING = env.bool("TESTING", default=False)
SECRET_KEY = env.str("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
FIELD_KEYS = env.list("FIELD_KEYS")
SITE_URL = env.str("SITE_URL").rstrip("/")
_site = urlsplit(SITE_URL)
HTTPS = _site.scheme == "https"
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[_site.hostname or ""])
if DEBUG:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# The product
PLATFORM_NAME = env.str("PLATFORM_NAME", default="Justworks")
SUPPORT_EMAIL = env.str("SUPPORT_EMAIL", default="advisor-support@justworks.com")
INVITATION_DAYS = env.int("INVITATION_DAYS", default=7)
DESK_NEEDS_TWO_STEP = not (DEMO and env.bool("DEMO_DESK_WITHOUT_TWO_STEP", default=False))

# The program
ROOT_URLCONF = "advisor.urls"
WSGI_APPLICATION = "advisor.wsgi.application"
INSTALLED_APPS = [
    "advisor.home",
    "advisor.help",
    "clients",
    "firms",
    "invitations",
    "advisor.desk",
    "advisor.identity",
    "advisor.support",
    "advisor.audit",
    "advisor.mail",
    "advisor.users",
    "advisor.apps.AdvisorConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.postgres",
    "django.forms",
    "guardian",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "phonenumber_field",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "advisor.middleware.input_is_text",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "advisor.audit.circumstances.remember_circumstances",
    "advisor.users.sessions.note_last_use",
]
if DEMO:
    MIDDLEWARE.append("advisor.answers.as_visitors_see")
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "advisor.context.product",
                "advisor.rooms.room",
                "advisor.identity.demo.demo",
            ],
        },
    }
]
FORM_RENDERER = "advisor.forms.Renderer"
ROOM_OF_PERSON = "advisor.home.navigation.dashboard.of_person"
ROOM_OF_MEMBER = "advisor.home.navigation.dashboard.of_member"
ROOM_OF_COMPANY = "advisor.home.navigation.company.of_company"
CLIENTS_OF_MEMBERS = "clients.pages.team.numbers"
CLIENTS_OF_A_MEMBER = "clients.pages.team.of_member"
DEMO_SIGN_INS = "advisor.home.demo.sign_ins"
THRESHOLDS = ["firms.gates.two_step_first"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The ground
_database_url = "DATABASE_URL"
if env.str("DATABASE_ROLE", default="application") == "owner":
    _database_url = "DATABASE_OWNER_URL"
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        **env.db_url(_database_url),
        "ATOMIC_REQUESTS": True,
        "CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=60),
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": env.bool("PGBOUNCER", default=False),
    }
}
DATABASES["default"].setdefault("OPTIONS", {}).update(
    connect_timeout=3, options="-c max_parallel_workers_per_gather=0 -c lock_timeout=10s"
)
REDIS_URL = env.str("REDIS_URL")
REDIS_PATIENCE = env.float("REDIS_PATIENCE", default=0.04)
CACHES = {
    "default": {
        "BACKEND": "advisor.cache.RedisOrDatabase",
        "LOCATION": REDIS_URL,
        "OPTIONS": {
            "socket_connect_timeout": REDIS_PATIENCE,
            "socket_timeout": REDIS_PATIENCE,
            "retry": Retry(NoBackoff(), 0),
        },
        "KEY_PREFIX": "advisor",
    },
    "database": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "advisor_cache"},
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# Letters
_mail = env.email_url("EMAIL_URL", default="consolemail://")
MAILERS: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": _mail["EMAIL_HOST"],
            "port": _mail["EMAIL_PORT"] or 25,
            "username": _mail["EMAIL_HOST_USER"] or "",
            "password": _mail["EMAIL_HOST_PASSWORD"] or "",
            "use_tls": _mail.get("EMAIL_USE_TLS", False),
            "use_ssl": _mail.get("EMAIL_USE_SSL", False),
            "timeout": 10,
        },
    }
}
MAIL_DIR = Path(env.str("MAIL_DIR", default=str(BASE_DIR / "var" / "mail")))
if not env.str("EMAIL_URL", default=""):
    MAILERS["default"] = {"BACKEND": "advisor.mail.backends.EmlBackend", "OPTIONS": {"directory": str(MAIL_DIR)}}
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("FROM_EMAIL", default=f"Advisor Dashboard <{SUPPORT_EMAIL}>")

# The clock
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 90
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 180,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
}
CELERY_BEAT_SCHEDULE = {
    "post due letters": {"task": "advisor.mail.tasks.post_due_letters", "schedule": 3.0, "options": {"expires": 3}},
    "forget old letters": {"task": "advisor.mail.tasks.forget_old_letters", "schedule": 86_400.0},
    "remind the invited": {"task": "invitations.tasks.remind_the_invited", "schedule": 300.0},
    "tell of expiry": {"task": "invitations.tasks.tell_of_expiry", "schedule": 300.0},
    "free unconfirmed domains": {"task": "firms.tasks.free_unconfirmed_domains", "schedule": 300.0},
    "clear abandoned sign-ups": {"task": "firms.tasks.clear_abandoned_sign_ups", "schedule": 3_600.0},
    "end assignments": {"task": "clients.tasks.end_expired", "schedule": 300.0},
    "renew next debits": {"task": "clients.tasks.renew_next_debits", "schedule": 300.0},
    "send imported invitations": {
        "task": "clients.tasks.send_imported_invitations",
        "schedule": 5.0,
        "options": {"expires": 5},
    },
    "forget abandoned uploads": {"task": "clients.tasks.forget_abandoned_uploads", "schedule": 3_600.0},
    "clear old sessions": {"task": "advisor.identity.tasks.clear_old_sessions", "schedule": 86_400.0},
}

# People
AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = [
    "advisor.users.backends.SignIn",
    "clients.backends.ClientPermissions",
    "guardian.backends.ObjectPermissionBackend",
    "advisor.users.backends.DeskPermissions",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
if TESTING:
    PASSWORD_HASHERS.insert(0, "django.contrib.auth.hashers.MD5PasswordHasher")
_SIMILAR_TO = ("username", "first_name", "last_name", "email", "personal_email")
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": "advisor.users.passwords.LengthAndKinds"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": _SIMILAR_TO},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:landing"
LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_RESET_TIMEOUT = 3600
PHONENUMBER_DEFAULT_REGION = "US"

ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_MONKEY_PATCH_GROUP = False

ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
ACCOUNT_ADAPTER = "advisor.identity.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _site.scheme
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "advisor.identity.recovery.ResetKeys"  # noqa: S105 - a class, not a password
ACCOUNT_FORMS = {
    "login": "advisor.identity.proof_forms.SignInForm",
    "reauthenticate": "advisor.identity.proof_forms.PasswordAgainForm",
    "reset_password": "advisor.identity.proof_forms.RecoverPasswordForm",
    "reset_password_from_key": "advisor.identity.proof_forms.NewPasswordForm",
    "change_password": "advisor.identity.proof_forms.ChangePasswordForm",
}
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "60/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/h/key",
    "reset_password_from_key": "20/m/ip",
    "forgot_username": "20/m/ip,5/h/key",
    "change_password": "10/m/user",
    "reauthenticate": "10/m/user",
    "enter_code": "30/m/ip,10/h/key",
    "resend_code": "20/m/ip,5/h/key",
    "sign_up": "30/h/ip",
    "invite": "60/h/user",
    "ask": "10/h/ip",
}
MFA_FORMS = {
    "authenticate": "advisor.identity.proof_forms.TwoStepForm",
    "authenticate_webauthn": "advisor.identity.proof_forms.TwoStepPasskeyForm",
    "login_webauthn": "advisor.identity.proof_forms.SignInPasskeyForm",
    "reauthenticate": "advisor.identity.proof_forms.CodeAgainForm",
    "reauthenticate_webauthn": "advisor.identity.proof_forms.PasskeyAgainForm",
}
MFA_ADAPTER = "advisor.identity.adapters.TwoStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "Advisor Dashboard"
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
USERSESSIONS_TRACK_ACTIVITY = False

# The wire
SECURE_CSP: dict[str, Any] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 86_400
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^livez$"]
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# Words, dates, files
LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_I18N = False
USE_TZ = True
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "advisor.assets.Assets"},
}
WHITENOISE_USE_FINDERS = DEBUG or TESTING
if DEBUG or TESTING:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"without tokens": {"()": "advisor.logs.WithoutTokens"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["without tokens"]}},
    "loggers": {
        name: {"filters": ["without tokens"]} for name in ("django.request", "django.security.csrf", "django.server")
    },
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "INFO")},
}
