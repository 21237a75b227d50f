"""Topics as the page of a meeting offers them: the group's most used first, then all, by theme."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Max

from ..models import CommunityGroup, Meeting, Topic

MOST_USED = 8


@dataclass(frozen=True, slots=True)
class TopicChoice:
    topic: Topic
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class TopicTheme:
    """Topics under one heading: the activities, or the articles of one theme."""

    label: str
    choices: list[TopicChoice]


@dataclass(frozen=True, slots=True)
class TopicChoices:
    first: list[TopicChoice]
    """Those chosen, and those that the group used most."""
    themes: list[TopicTheme]
    """All the others."""

    @classmethod
    def of(cls, group: CommunityGroup, *, chosen: Collection[str]) -> "TopicChoices":
        """The topics in use, and those chosen even if no longer in use: two queries."""
        through = Meeting.topics.through.objects.filter(meeting__group=group).values("topic_id")
        used = through.annotate(times=Count("pk"), last=Max("meeting__held_on")).order_by("-times", "-last", "topic_id")
        ranks = {row["topic_id"]: rank for rank, row in enumerate(used[:MOST_USED])}
        first, themes = [], defaultdict(list)
        for topic in Topic.objects.order_by("type", "theme", "position", "number", "pk"):
            is_chosen = str(topic.pk) in chosen
            if not topic.is_active and not is_chosen:
                continue
            choice = TopicChoice(topic, is_chosen)
            if is_chosen or topic.pk in ranks:
                first.append(choice)
            else:
                themes[topic.get_theme_display() if topic.theme else topic.get_type_display()].append(choice)
        first.sort(key=lambda choice: (not choice.is_chosen, ranks.get(choice.topic.pk, MOST_USED)))
        return cls(first=first, themes=[TopicTheme(label, choices) for label, choices in themes.items()])
