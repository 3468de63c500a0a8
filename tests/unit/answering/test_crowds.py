"""A person has a few questions open at a time, and others are not kept waiting by them."""

import uuid
from contextlib import ExitStack

import pytest
from django.conf import settings

from kaas.answering.crowds import TooManyQuestions, place_for


def test_places_are_counted_by_person_and_given_back() -> None:
    one, other = uuid.uuid4(), uuid.uuid4()
    with ExitStack() as places:
        for _ in range(settings.QUESTIONS_AT_ONCE):
            places.enter_context(place_for(one))
        with pytest.raises(TooManyQuestions), place_for(one):
            pass
        with place_for(other):
            pass
    with place_for(one):
        pass


def test_a_place_is_given_back_after_a_fault() -> None:
    person = uuid.uuid4()
    for _ in range(2 * settings.QUESTIONS_AT_ONCE):
        with pytest.raises(ZeroDivisionError), place_for(person):
            raise ZeroDivisionError
    with place_for(person):
        pass
