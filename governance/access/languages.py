"""Names in the reader's language: the one name that everything has, and a name in English where somebody gave one."""

from django.utils.translation import get_language


def called(name: str, name_en: str) -> str:
    """What it is called in the active language: where English is read, by the name in English if there is one."""
    return name_en if name_en and (get_language() or "").startswith("en") else name


def other(name: str, name_en: str) -> str:
    """What it is called in the other language; empty where that is the same."""
    shown = called(name, name_en)
    return next((one for one in (name, name_en) if one and one != shown), "")


class Called:
    """What has a `name` and a `name_en`."""

    __slots__ = ()
    name: str
    name_en: str

    @property
    def called(self) -> str:
        """The name in the active language."""
        return called(self.name, self.name_en)

    @property
    def other(self) -> str:
        """The name in the other language; empty where it is the same."""
        return other(self.name, self.name_en)
