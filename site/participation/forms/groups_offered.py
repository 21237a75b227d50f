"""Which groups a field offers, so that saving a form loses nothing that another reader chose."""

from django.db.models import Q

from ..models import CommunityGroup
from ..models.group import CommunityGroupQuerySet


def with_chosen(offered: CommunityGroupQuerySet, chosen: object) -> CommunityGroupQuerySet:
    """``offered``, and the group that stands there already though this reader may not choose it: its name is on the
    page, and a form that left it out would take it away in silence. ``chosen``: the group, its key, or nothing."""
    if not chosen:
        return offered
    key = getattr(chosen, "pk", chosen)
    return CommunityGroup.objects.filter(Q(pk__in=offered.order_by().values("pk")) | Q(pk=key))
