"""The person on whose behalf a data set is searched."""

import uuid
from typing import Final

from django.db import transaction

from governance.access.models import Clearance, Grant, Level, User
from governance.access.permissions import Role
from governance.access.provisioning import give_standing, open_fact

READER: Final = "evaluation"


def make_reader() -> None:
    """Make somebody who may read what is public and nothing else, and who cannot sign in. As the owner."""
    with transaction.atomic():
        person = uuid.UUID(str(User.objects.create_user(READER, language="en").pk))
        give_standing(person)
        open_fact(Clearance, person=person, level=Level.PUBLIC)
        open_fact(Grant, person=person, role=Role.ENGINEER.value)
