"""What may be written on the search page besides words, with the values as the page itself prints them."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaas.portal.classification import LEVELS
from kaas.portal.search_words import STATUSES, VALUES, facet_name
from kaas.retrieval.fields import KINDS, LANGUAGES, OFFICES


def syntax() -> list[tuple[str, str]]:
    """Examples, each with what it does or what else may stand there."""
    return [
        (_("“interface resistance”"), _("exactly these words")),
        (_("-binder"), _("without this word")),
        (_("2019年以降"), _("said in plain words; also before:2019-04, since:2019")),
        (f"{facet_name('office')}:JP", _values(dict.fromkeys(OFFICES.values()))),
        (f"{facet_name('kind')}:{VALUES['grant']}", _values(str(VALUES[one]) for one in _once(KINDS))),
        (f"{facet_name('status')}:{STATUSES['in_force']}", _values(str(one) for one in STATUSES.values())),
        (
            f"{facet_name('language')}:{VALUES['ja']}",
            _values(str(VALUES[one]) for one in _once(LANGUAGES)),
        ),
        (f"{facet_name('level')}:L2", _values(f"L{one.number}" for one in LEVELS)),
        (f"{facet_name('class')}:H01M 10/0562", _("a symbol, or its beginning: H01M")),
        (f"{facet_name('family')}:EP4991107B1", _("a number of any of its members; number: for one alone")),
        (
            f"{facet_name('party')}:{_('Aizawa')}",
            _("part of a name; title: part of a title. With spaces in quotation marks"),
        ),
    ]


def _once(names: Mapping[str, str]) -> dict[str, None]:
    return dict.fromkeys(names.values())


def _values(values: Iterable[str]) -> str:
    return pgettext("between values", ", ").join(values)
