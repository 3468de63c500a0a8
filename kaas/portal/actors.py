"""Who acted, by name."""

from collections.abc import Mapping

from django.utils.translation import gettext, pgettext


def person_name(actor: str, names: Mapping[str, str]) -> str:
    """A person by name; whoever is no person, such as the worker, by what the trail calls it."""
    machines = {
        "": gettext("Nobody signed in"),
        "anonymous": gettext("Nobody signed in"),
        "operator": pgettext("actor", "Operator"),
        "worker": pgettext("actor", "Worker"),
    }
    return names.get(actor) or machines.get(actor, actor)
