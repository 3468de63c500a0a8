"""What nobody should have to look for: what runs now, and what waits for a person's word."""

from governance.access.scopes import Scope
from kaas.answering.counsel import referrals_waiting
from kaas.portal.administration.glances import changes_waiting, emergencies_running


def going_on(scope: Scope) -> dict[str, int]:
    """Emergencies that run, changes of access that wait for this person, and questions that wait for counsel."""
    return {
        "emergencies": emergencies_running(scope),
        "waiting": changes_waiting(scope),
        "referrals": referrals_waiting(scope),
    }
