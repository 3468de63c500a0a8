"""The company's directory: read within the last minute, or what was known then, and since when."""

from datetime import timedelta
from importlib.util import find_spec

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from governance.access.directory_settings import Directory
from governance.access.oidc_settings import Provider
from governance.access.places import networks
from kaas.operations.checks.finding import Finding, conclude, rows

FRESH = timedelta(seconds=60)  # in which a revocation counts (issue of access, 3)
STATE = "select statement_timestamp(), succeeded_at, problem, people, questions from directory_state()"


def check_directory() -> Finding:
    """Whether people and groups here are those of the directory, and the settings of signing in can be used."""
    try:
        networks(settings.PLACES)
        if settings.OIDC["issuer"]:
            Provider.configured()
            _require_packages("authlib", "requests", lock="oidc.txt")
        if not settings.DIRECTORY["url"]:
            return Finding("directory", True, "none is configured; people are kept here")
        Directory.configured()
        _require_packages("django_auth_ldap", "ldap", lock="ldap.txt")
    except ImproperlyConfigured as error:
        return Finding("directory", False, str(error))
    found = rows(STATE)
    if not found:
        return Finding("directory", False, "it was never read; `kaas directory follow` does it")
    ((now, succeeded_at, problem, people, questions),) = found
    problems = []
    if succeeded_at is None or now - succeeded_at > FRESH:
        since = f"since {succeeded_at:%Y-%m-%d %H:%M:%S %Z} it was" if succeeded_at else "it was never"
        why = f" ({problem})" if problem else ""
        problems.append(f"{since} not followed{why}; what was known then stays in force")
    elif problem:
        problems.append(f"it was not followed just now ({problem}); what was known stays in force")
    if questions:
        problems.append(f"{questions} groups or entries cannot be followed; `kaas directory sync` names them")
    return conclude("directory", problems, fine=f"followed within the last minute; {people} people")


def _require_packages(*names: str, lock: str) -> None:
    """Raise ImproperlyConfigured where an optional part is configured and not installed."""
    if any(find_spec(name) is None for name in names):
        raise ImproperlyConfigured(f"it needs the packages of deploy/locks/{lock}, which are not installed")
