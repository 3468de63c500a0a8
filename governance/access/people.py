"""Finding people by the name they sign in with."""

from django.contrib.auth.base_user import BaseUserManager


class People(BaseUserManager):  # type: ignore[type-arg]
    """The manager Django's authentication expects of a user model."""

    def create_user(
        self, username: str, *, display_name: str = "", language: str = "ja", password: str | None = None
    ):  # type: ignore[no-untyped-def]
        person = self.model(username=username, display_name=display_name or username, language=language)
        person.set_password(password)
        person.save(using=self._db, force_insert=True)
        return person
