"""How areas are read: by place in the tree, by name in either script, by code."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from khmertext.folding import fold
from khmertext.numbers import to_ascii_digits

from .codes import code_range

if TYPE_CHECKING:
    from .models import AdminArea


class AdminAreaQuerySet(models.QuerySet):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def current(self) -> Self:
        """Active areas of the list in use: two loaded lists are two maps of one country, never shown together."""
        return self.active().filter(source__in=self.model.current_sources())

    def of_level(self, level: int) -> Self:
        return self.filter(level=level)

    def children_of(self, area: "AdminArea | str | None") -> Self:
        """The areas one level below; without an area, the provinces."""
        if area is None:
            return self.filter(level=1)
        return self.filter(parent=area)

    def within(self, area: "AdminArea | str") -> Self:
        """The area itself and everything in it: one range of ids, served by the primary key."""
        low, high = code_range(area if isinstance(area, str) else area.pk)
        return self.filter(id__gte=low, id__lt=high)

    def matching(self, text: str) -> Self:
        """Areas whose Khmer or Latin name holds the text, however it is spelt, or whose code begins with it."""
        digits = to_ascii_digits(text).strip()
        if digits.isascii() and digits.isdigit():
            return self.filter(code__gte=digits, code__lt=f"{digits}z")
        key = fold(text)
        return self.filter(name_key__contains=key) if key else self.none()

    def with_paths(self) -> Self:
        """Brings the areas above along in the same query, for ``paths.path``."""
        return self.select_related("parent__parent__parent")

    def best_first(self, text: str) -> Self:
        """The very name first, then names that begin with the text, then the rest; higher levels first, by code."""
        key = fold(text)
        rank = models.Case(
            models.When(Q(name_key__startswith=f"{key} ") | Q(name_key__endswith=f" {key}"), then=0),
            models.When(Q(name_key__startswith=key) | Q(name_key__contains=f" {key}"), then=1),
            default=2,
            output_field=models.SmallIntegerField(),
        )
        return self.annotate(rank=rank).order_by("rank", "level", "id")
