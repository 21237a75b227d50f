"""Filters of lists: what stands in the address narrows the list, and nothing in it can break the page."""

from collections.abc import Set

from django import forms


class FilterForm(forms.Form):
    """Its fields are what a list may be narrowed to. ``ASIDE``: those that order or name it, and narrow nothing."""

    ASIDE: Set[str] = frozenset()

    @property
    def chosen(self) -> dict[str, object]:
        """What was asked for; a choice that makes no sense is left out, its sentence stands at the field."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def is_active(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.chosen.keys() - self.ASIDE)
