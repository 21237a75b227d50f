"""Keys for other systems: which one a caller shows, and the list that tells how each stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext

from places.paths import paths_for

from ..actions.tokens import hash_of
from ..gathering import GRANT_COLUMNS, gathered
from ..models import ApiToken, RoleGrant
from ..roles import Capability

BEARER = "bearer"
LONGEST = 200
"""Longer than any key: what is longer is looked for all the same, cut short."""


def token_shown(header: str) -> ApiToken | None:
    """The key of an ``Authorization`` header, with its maker and the maker's roles of today: one query.

    Nothing for one that is wrong, ended or has run out, or whose maker no longer may: the same work for all of them.
    """
    scheme, _blank, rest = header.partition(" ")
    shown = rest.strip()[:LONGEST] if scheme.lower() == BEARER else ""
    today = timezone.localdate()
    grants = RoleGrant.objects.current(today).filter(user_id=OuterRef("made_by_id"))
    tokens = ApiToken.objects.select_related("made_by").annotate(grants=gathered(grants, *GRANT_COLUMNS))
    found = tokens.filter(token_hash=hash_of(shown)).first()
    if found is None:
        return None
    maker = found.made_by
    maker.current_grants = [RoleGrant.from_db(found._state.db, GRANT_COLUMNS, row) for row in found.grants or ()]
    may = found.works_on(today) and maker.is_active and maker.can(Capability.MANAGE_TOKENS)
    return found if may else None


TONES = {
    ApiToken.State.WORKING: "ok",
    ApiToken.State.ENDS_SOON: "warn",
    ApiToken.State.IDLE: "warn",
    ApiToken.State.ASLEEP: "warn",
}


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A key as the list shows it: whose, for whom, what it reads, how far, and how it stands."""

    token: ApiToken
    place: str
    state: "ApiToken.State"

    @property
    def word(self) -> Promise | str:
        return self.state.label

    @property
    def tone(self) -> str:
        return TONES.get(self.state, "quiet")

    @property
    def may_end(self) -> bool:
        return self.token.ended_at is None and self.state != ApiToken.State.EXPIRED


def token_rows(tokens: Iterable[ApiToken]) -> list[TokenRow]:
    """``tokens`` come with their makers: two queries beside theirs, for the makers' roles and the places."""
    tokens, today = list(tokens), timezone.localdate()
    paths = paths_for({token.area_id for token in tokens if token.area_id})
    may = _makers_who_may(tokens, today)
    return [
        TokenRow(
            token, paths[token.area_id] if token.area_id else gettext("All of Cambodia"), _state(token, today, may)
        )
        for token in tokens
    ]


def _makers_who_may(tokens: Sequence[ApiToken], today: date) -> set[int]:
    grants = RoleGrant.objects.current(today).filter(user__in={token.made_by_id for token in tokens})
    return {grant.user_id for grant in grants if Capability.MANAGE_TOKENS in grant.role_data.capabilities}


def _state(token: ApiToken, today: date, may: set[int]) -> "ApiToken.State":
    state = token.state_on(today)
    is_over = state in (ApiToken.State.ENDED, ApiToken.State.EXPIRED)
    if not is_over and (not token.made_by.is_active or token.made_by_id not in may):
        return ApiToken.State.ASLEEP
    return state
