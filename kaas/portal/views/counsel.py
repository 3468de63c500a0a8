"""Counsel's queue: what waits, one question with its evidence, taking it up and ending it. And sending a question there."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from governance.access.scopes import Scope
from kaas.answering.answers import AnswerView
from kaas.answering.counsel import (
    NoteMissing,
    NotYours,
    ReferralView,
    end_referral,
    list_referrals,
    take_up,
    view_referral,
)
from kaas.answering.receipts import Standing
from kaas.answering.referring import refer
from kaas.portal.classification import whole_words
from kaas.portal.counsel_words import receipt_words
from kaas.portal.forms import NoteForm
from kaas.portal.pages import page
from kaas.portal.presentation import levels_of, present
from kaas.portal.session import signed_in

LIMIT = 100
LAST_PAGE = 1000


@require_safe
@signed_in
def queue(request: HttpRequest, scope: Scope) -> HttpResponse:
    """What waits for counsel, the oldest first; or what is ended."""
    ended = "ended" in request.GET
    given = request.GET.get("page", "")
    number = (
        min(max(1, int(given)), LAST_PAGE) if given.isascii() and given.isdecimal() and len(given) < 6 else 1
    )
    found = list_referrals(scope=scope, ended=ended, limit=LIMIT, skip=LIMIT * (number - 1))
    context = {
        "referrals": found,
        "ended": ended,
        "done": request.GET.get("done", ""),
        "earlier": number - 1,
        "later": number + 1 if len(found) == LIMIT else 0,
    }
    return page(request, "counsel", context, levels=[one.level for one in found])


@require_safe
@signed_in
def referral(request: HttpRequest, scope: Scope, referral_id: UUID) -> HttpResponse:
    return _referral_page(request, scope, referral_id, NoteForm())


def _referral_page(request: HttpRequest, scope: Scope, referral_id: UUID, form: NoteForm) -> HttpResponse:
    """The question, what was quoted for it, and what can be done about it. `form` may be one that was refused."""
    found = view_referral(referral_id, scope=scope)
    context = {
        "referral": found,
        "receipt": receipt_words(found.receipt),
        "answer": present(found.answer, get_language() or "en"),
        "turns": [_turn(turn) for turn in found.turns],
        "numbers": found.numbers,
        "form": form,
    }
    return page(
        request,
        "referral",
        context,
        levels=[*levels_of(found.answer), *_levels_beside(found)],
        also=whole_words(found.answer.label, get_language() or "en"),
        status=400 if form.errors else 200,
    )


def _levels_beside(found: ReferralView) -> Iterator[int]:
    """Of what the page shows besides the answer."""
    yield from (level for turn in found.turns for level in levels_of(turn))
    yield from (document.level for number in found.numbers for document in number.documents)


def _turn(turn: AnswerView) -> dict[str, Any]:
    """An earlier turn with its sentences and their verdicts; its sources stand on no page of counsel's."""
    shown = present(turn, get_language() or "en")
    bare = [one | {"ordinal": 0, "citations": []} for one in shown.statements]
    return {"question": shown.question, "lang": shown.question_lang, "statements": bare, "end": shown.end}


@require_POST
@signed_in
def take(request: HttpRequest, scope: Scope, referral_id: UUID) -> HttpResponse:
    form = NoteForm({})
    try:
        take_up(referral_id, scope=scope)
    except NotYours:
        form.errors.clear()
        form.add_error(None, _("This question is your own, or it is ended already."))
        return _referral_page(request, scope, referral_id, form)
    return HttpResponseRedirect(reverse("portal:referral", args=[referral_id]))


@require_POST
@signed_in
def end(request: HttpRequest, scope: Scope, referral_id: UUID) -> HttpResponse:
    """Answer, or close without an answer; the note is what the asker reads."""
    form = NoteForm(request.POST)
    ending = Standing.CLOSED if request.POST.get("ending") == Standing.CLOSED else Standing.ANSWERED
    if form.is_valid():
        try:
            end_referral(referral_id, scope=scope, ending=ending, note=form.cleaned_data["note"])
        except NoteMissing:
            form.add_error(
                "note", _("Write what the asker is to read: your answer, or why there is none here.")
            )
        except NotYours:
            form.add_error(
                None, _("Take the question up first; or somebody else has, or it is ended already.")
            )
        else:
            return HttpResponseRedirect(f"{reverse('portal:counsel')}?done={ending}")
    return _referral_page(request, scope, referral_id, form)


@require_POST
@signed_in
def send(request: HttpRequest, scope: Scope, answer_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Send a question of one's own to counsel."""
    refer(answer_id, scope=scope)
    return HttpResponseRedirect(f"{reverse('portal:answer', args=[answer_id])}#receipt")
