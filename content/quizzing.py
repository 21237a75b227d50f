"""The quizzes as they are shipped: pages in both languages, made from files all can read."""

import uuid
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

from participation.models import Topic

from .models import QuizPage, QuizzesPage
from .shipping import article_topics, lists_under_home, make_each_once, told_in

FOLDER = Path(settings.BASE_DIR) / "content" / "quizzes"
LISTS = {
    "km": {"title": "ល្បែងសំណួរ", "lead": "សូមជ្រើសល្បែងសំណួរមួយ។ គ្មានពិន្ទុទេ ប្អូនអាចសាកម្តងទៀតបានជានិច្ច។"},
    "en": {"title": "Quizzes", "lead": "Choose a quiz. There are no marks, and you can always try again."},
}
SLUG = "quizzes"
NAMESPACE = uuid.UUID("5c0b3f0e-7a53-4f0b-9c39-6f5b1f6f2a61")
"""A quiz is known by its file, whatever editors make of its title, its address or its place."""


def shipped() -> Iterator[tuple[str, dict]]:
    """The name of each file and what it tells."""
    return told_in(FOLDER)


@transaction.atomic
def make_quizzes() -> int:
    """Make the quizzes that were never made; the number of them. What editors changed or took down stays as it is."""
    topics, lists = article_topics(), lists_under_home(QuizzesPage, SLUG, LISTS)
    return make_each_once(shipped(), lists, NAMESPACE, partial(_page, topics=topics))


def _page(name: str, told: Mapping, language: str, topics: Mapping[int, Topic]) -> QuizPage:
    words = told[language]
    return QuizPage(
        title=words["title"],
        slug=name,
        lead=words["lead"],
        step=told["step"],
        topics=[topics[number] for number in told["articles"]],
        questions=[("question", _question(question)) for question in words["questions"]],
        club_question=words["club_question"],
        needs_native_editor=language == "km",
    )


def _question(told: Mapping) -> dict:
    answers = [
        {"text": each["text"], "feedback": each["feedback"], "is_right": each.get("right", False)}
        for each in told["answers"]
    ]
    return {"text": told["text"], "answers": answers}
