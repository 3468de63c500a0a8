"""Finding people by the name they sign in with."""

from typing import TYPE_CHECKING

from django.contrib.auth.base_user import BaseUserManager

if TYPE_CHECKING:
    from governance.access.models import User


class People(BaseUserManager["User"]):
    """The manager Django's authentication expects of a user model."""

    def create_user(
        self, username: str, *, display_name: str = "", language: str = "ja", password: str | None = None
    ) -> "User":
        """Make a person. What they may do are facts of their own."""
        person = self.model(username=username, display_name=display_name or username, language=language)
        person.set_password(password)
        person.save(using=self._db, force_insert=True)
        return person
