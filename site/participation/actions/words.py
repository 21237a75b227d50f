"""What a group is found by: its own names and those of its school."""

from khmertext.pairs import index_tokens
from people.names import search_key, sorting_key

from ..models import CommunityGroup, GroupWord


def put_names_in_order(group: CommunityGroup) -> None:
    """The keys for finding and sorting, on the instance."""
    fields = group._meta.get_field
    group.name_key = search_key(*_names(group), length=fields("name_key").max_length)
    group.name_sort = sorting_key(group.name_km, length=fields("name_sort").max_length)


def search_tokens(group: CommunityGroup) -> set[str]:
    """The tokens of a group, also of words still being typed."""
    return {token for name in _names(group) for token in index_tokens(name, prefixes=True)}


def keep_words(group: CommunityGroup) -> None:
    """Bring the token rows of a group in line with its names."""
    tokens = search_tokens(group)
    kept = set(GroupWord.objects.filter(group_id=group.pk).values_list("token", flat=True))
    GroupWord.objects.filter(group_id=group.pk, token__in=kept - tokens).delete()
    GroupWord.objects.bulk_create(GroupWord(group_id=group.pk, token=token) for token in sorted(tokens - kept))


def _names(group: CommunityGroup) -> list[str]:
    names = [group.name_km, group.name_latin]
    if group.school_id:
        names += [group.school.name_km, group.school.name_latin]
    return names
