"""A person has a few questions open at a time, and others are not kept waiting by them."""

import subprocess
import sys
import uuid
from contextlib import ExitStack

import pytest
from django.conf import settings

from kaas.answering.crowds import TooManyQuestions, place_for
from tests.databases import ROOT

ANOTHER_PROCESS = """
import sys, uuid
from kaas.answering.crowds import place_for
with place_for(uuid.UUID(sys.argv[1])):
    print("taken", flush=True)
    sys.stdin.read()
"""


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


def test_processes_count_together_and_one_that_is_killed_keeps_no_place() -> None:
    person = uuid.uuid4()
    command = [sys.executable, "-c", ANOTHER_PROCESS, str(person)]
    other = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with other, ExitStack() as places:
        assert other.stdout is not None
        assert other.stdout.readline() == b"taken\n"
        for _ in range(settings.QUESTIONS_AT_ONCE - 1):
            places.enter_context(place_for(person))
        with pytest.raises(TooManyQuestions), place_for(person):
            pass
        other.kill()
        other.wait(timeout=30)
        places.enter_context(place_for(person))
        with pytest.raises(TooManyQuestions), place_for(person):
            pass
