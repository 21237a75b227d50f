"""The polls as they are shipped: pages in both languages that share their votes, made from files all can read."""

import json
import uuid
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

from participation.models import Topic

from .models import PollPage, PollsPage
from .shipping import article_topics, lists_under_home, make_each_once, told_in

FOLDER = Path(settings.BASE_DIR) / "content" / "polls"
LISTS = {
    "km": {"title": "តើប្អូនគិតយ៉ាងណា?", "lead": "សូមជ្រើសសំណួរមួយ ហើយឆ្លើយ។ គ្មាននរណាដឹងថាប្អូនឆ្លើយអ្វីទេ។"},
    "en": {"title": "What do you think?", "lead": "Choose a question and answer it. Nobody knows what you answered."},
}
NAMESPACE = uuid.UUID("7d2f1b7a-52a0-4c69-9d5e-2f8f4f6ab0a3")
"""A poll is known by its file, an answer by its place in it."""


@transaction.atomic
def make_polls() -> int:
    """Make the polls that were never made; the number of them. What editors changed or took down stays as it is."""
    topics, lists = article_topics(), lists_under_home(PollsPage, "polls", LISTS)
    return make_each_once(told_in(FOLDER), lists, NAMESPACE, partial(_page, topics=topics))


def _page(name: str, told: Mapping, language: str, topics: Mapping[int, Topic]) -> PollPage:
    answers = [
        {
            "type": "answer",
            "id": str(uuid.uuid5(NAMESPACE, f"{name}/{place}")),
            "value": {"text": each[language], "drawing": each["drawing"]},
        }
        for place, each in enumerate(told["answers"])
    ]
    return PollPage(
        title=told[language]["title"],
        slug=name,
        told_on=told["told_on"],
        answers=json.dumps(answers),
        topics=[topics[number] for number in told["articles"]],
        needs_native_editor=language == "km",
    )
