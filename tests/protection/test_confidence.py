"""How sure one may be of a helpline, from its test calls alone."""

from datetime import date, timedelta

import pytest

from protection.confidence import Confidence, confidence_of
from protection.models import TestCall

TODAY = date(2026, 11, 23)


def call(days: int = 1, *, answered: bool = True, seconds: int = 10, khmer: bool = True) -> TestCall:
    return TestCall(
        called_on=TODAY - timedelta(days=days),
        is_answered=answered,
        waited_seconds=seconds,
        in_khmer=khmer if answered else None,
    )


@pytest.mark.parametrize(
    ("calls", "confidence"),
    [
        ([], Confidence.UNKNOWN),
        ([call()], Confidence.GOOD),
        ([call(183)], Confidence.GOOD),
        ([call(184)], Confidence.LOW),
        ([call(answered=False), call(20)], Confidence.LOW),
        ([call(seconds=60)], Confidence.GOOD),
        ([call(seconds=61)], Confidence.MIDDLE),
        ([call(khmer=False)], Confidence.MIDDLE),
        ([call(), call(9, answered=False)], Confidence.MIDDLE),
        ([call(), call(2), call(3), call(9, answered=False)], Confidence.GOOD),
    ],
)
def test_confidence_follows_from_the_last_three_calls(calls, confidence):
    assert confidence_of(calls, TODAY) is confidence
