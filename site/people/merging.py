"""Two records of one person become one, and again two.

The kept record keeps what it says; what it does not say is filled from the other. Everything that hangs on the other
moves over: each package registers a mover for its own tables, because people know nothing of the packages above.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts import journal
from accounts.inserting import insert_all
from accounts.models import User

from .actions import correct_person
from .copies import Copy, copy_of, put_back, values_of
from .likeness import keep_keys
from .models import Consent, Difficulty, NotTheSame, Person, PersonAlias, PersonMerge, Sex, SupportNeed
from .refusals import LaterMergeFirst, MergeTooOld, MergeUndone, PersonGone, SamePerson

UNDO_WITHIN = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Mover:
    """How rows of one kind go from one person to another, and back.

    ``move(kept, gone)`` answers what ``put_back(kept, gone, answer)`` needs to restore both, as JSON.
    """

    name: str
    move: Callable[[Person, Person], object]
    put_back: Callable[[Person, Person, object], None]


_movers: list[Mover] = []


def register(mover: Mover) -> None:
    """Called by each package once, when the apps are ready."""
    if any(known.name == mover.name for known in _movers):
        raise ValueError(f"{mover.name} has a mover already.")
    _movers.append(mover)


def ordered(one: Person, other: Person) -> tuple[Person, Person]:
    """Two people, the lower id first: how a pair is kept."""
    return (one, other) if one.pk < other.pk else (other, one)


@transaction.atomic
def say_not_the_same(*, one: Person, other: Person, by: User) -> NotTheSame:
    """Somebody looked: these are two people. Saying it twice is the same as saying it once."""
    if one.pk == other.pk:
        raise SamePerson
    first, second = ordered(one, other)
    said, is_new = NotTheSame.objects.get_or_create(
        first=first, second=second, defaults={"said_at": timezone.now(), "said_by": by}
    )
    if is_new:
        journal.note("people.told_apart", about=first, by=by, other=second.pk)
    return said


@transaction.atomic
def say_all_different(*, pairs: Sequence[tuple[Person, Person]], by: User) -> None:
    """Somebody looked at many pairs, one of each new to the register: see ``say_not_the_same``."""
    said_at = timezone.now()
    told = [ordered(one, other) for one, other in pairs]
    insert_all(NotTheSame(first=first, second=second, said_at=said_at, said_by=by) for first, second in told)
    journal.note_all("people.told_apart", ((first, {"other": second.pk}) for first, second in told), by=by)


@transaction.atomic
def merge_people(*, kept: Person, gone: Person, by: User) -> PersonMerge:
    """Make two records one. Nothing is lost: see the movers; the old id leads to the kept record."""
    if kept.pk == gone.pk:
        raise SamePerson
    kept, gone = _locked(kept, gone)
    payload: dict[str, object] = {"gone": copy_of(gone), "before": copy_of(kept)}
    payload["moved"] = {mover.name: mover.move(kept, gone) for mover in _movers}
    _fill_in(kept, gone, by)
    kept.refresh_from_db()
    payload["after"] = copy_of(kept)
    gone.delete()
    PersonAlias.objects.create(old_id=payload["gone"]["id"], old_code=payload["gone"]["code"], person=kept)
    merge = PersonMerge(
        kept=kept, gone_id=payload["gone"]["id"], payload=payload, merged_at=timezone.now(), merged_by=by
    )
    merge.full_clean()
    merge.save(force_insert=True)
    journal.note("person.merged", about=kept, by=by, gone=payload["gone"]["id"])
    return merge


@transaction.atomic
def undo_merge(*, merge: PersonMerge, by: User) -> Person:
    """Make one record two again, as they were. What was entered since stays with the kept one."""
    merge.refresh_from_db(from_queryset=PersonMerge.objects.select_for_update())
    _refuse_undo(merge)
    kept = Person.objects.select_for_update().get(pk=merge.kept_id)
    payload = merge.payload
    put_back(Person, [payload["gone"]])
    gone = Person.objects.get(pk=merge.gone_id)
    PersonAlias.objects.filter(old_id=gone.pk).delete()
    for mover in reversed(_movers):
        if mover.name in payload["moved"]:  # what a later version keeps was not there to be moved
            mover.put_back(kept, gone, payload["moved"][mover.name])
    _put_back_fields(kept, payload["before"], payload["after"])
    keep_keys(kept, gone)
    merge.undone_at, merge.undone_by, merge.payload = timezone.now(), by, None
    merge.full_clean()
    merge.save(update_fields=["undone_at", "undone_by", "payload"])
    journal.note("person.merge_undone", about=kept, by=by, gone=gone.pk)
    return gone


def undoable_merge(person: Person) -> PersonMerge | None:
    """The last merge into this person, if it can still be undone."""
    last = PersonMerge.objects.standing().filter(kept=person).order_by("-merged_at", "-pk").defer("payload").first()
    return last if last and last.merged_at > timezone.now() - UNDO_WITHIN else None


def _locked(kept: Person, gone: Person) -> tuple[Person, Person]:
    rows = Person.objects.select_for_update().filter(pk__in=[kept.pk, gone.pk]).order_by("pk")
    people = {person.pk: person for person in rows}
    if len(people) != 2:
        raise PersonGone
    return people[kept.pk], people[gone.pk]


def _refuse_undo(merge: PersonMerge) -> None:
    if merge.undone_at is not None:
        raise MergeUndone
    if merge.payload is None or merge.merged_at <= timezone.now() - UNDO_WITHIN:
        raise MergeTooOld
    later = PersonMerge.objects.standing().filter(kept=merge.kept_id, merged_at__gt=merge.merged_at)
    if later.exists():
        raise LaterMergeFirst


def _fill_in(kept: Person, gone: Person, by: User) -> None:
    """What the kept record does not say, the other one says; a record whose name was removed stays as it is."""
    if kept.anonymised_on is not None:
        return
    fields: dict[str, object] = {}
    if not kept.name_latin and gone.name_latin:
        fields["name_latin"] = gone.name_latin
    if kept.sex == Sex.OTHER:
        fields["sex"] = gone.sex
    if kept.birth_year is None and gone.birth_year is not None:
        fields |= {name: getattr(gone, name) for name in ("birth_year", "birth_month", "birth_is_estimated")}
    if kept.village_id is None and gone.village_id is not None:
        fields["village"] = gone.village
    if kept.difficulty == Difficulty.NOT_ASKED:
        fields |= {"difficulty": gone.difficulty, "difficulty_asked_on": gone.difficulty_asked_on}
    if fields:
        correct_person(person=kept, by=by, **fields)


def _put_back_fields(kept: Person, before: Copy, after: Copy) -> None:
    """The fields that the merge filled, where nobody has corrected them since."""
    now = copy_of(kept)
    if now == after:
        put_back(Person, [before])
    else:
        old = values_of(Person, before)
        filled = {name for name in before if before[name] != after[name] and now[name] == after[name]}
        fields = {name: old[name] for name in filled - {"version", "updated_at"}}
        Person.objects.filter(pk=kept.pk).update(**fields, version=kept.version + 1)
    kept.refresh_from_db()


# --- what hangs on a person in this package --------------------------------------------------------------------------
def _move_consents(kept: Person, gone: Person) -> object:
    """All answers go over. Of two last words on one purpose the newer stands and replaces the other."""
    moved = list(gone.consents.all())
    words = [*moved, *kept.consents.all()]
    before = [copy_of(row) for row in words]
    last: dict[str, list[Consent]] = {}
    for row in words:
        if row.replaced_at is None:
            last.setdefault(row.purpose, []).append(row)
    now, replaced = timezone.now(), []
    for rows in last.values():
        newest_first = sorted(rows, key=lambda row: (row.began_on, row.recorded_at, str(row.pk)), reverse=True)
        replaced += [row.pk for row in newest_first[1:]]
    Consent.objects.filter(pk__in=replaced).update(replaced_at=now)
    gone.consents.update(person=kept)
    return {
        "moved": [str(row.pk) for row in moved],
        "replaced": [str(key) for key in replaced],
        "before": [copy for copy in before if copy["id"] in {str(key) for key in replaced}],
    }


def _put_back_consents(kept: Person, gone: Person, moved: dict) -> None:
    Consent.objects.filter(pk__in=moved["moved"]).update(person=gone)
    for copy in moved["before"]:
        owner = gone if copy["id"] in moved["moved"] else kept
        if not Consent.objects.filter(person=owner, purpose=copy["purpose"], replaced_at__isnull=True).exists():
            Consent.objects.filter(pk=copy["id"]).update(replaced_at=None)


def _move_told_apart(kept: Person, gone: Person) -> object:
    """Who is not the one is not the other either."""
    rows = [*NotTheSame.objects.filter(first=gone), *NotTheSame.objects.filter(second=gone)]
    made = []
    for row in rows:
        other = row.second if row.first_id == gone.pk else row.first
        if other.pk != kept.pk:
            first, second = ordered(kept, other)
            said, is_new = NotTheSame.objects.get_or_create(
                first=first, second=second, defaults={"said_at": row.said_at, "said_by_id": row.said_by_id}
            )
            made += [said.pk] if is_new else []
    NotTheSame.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return {"gone": [copy_of(row) for row in rows], "made": made}


def _put_back_told_apart(kept: Person, gone: Person, moved: dict) -> None:
    NotTheSame.objects.filter(pk__in=moved["made"]).delete()
    for copy in moved["gone"]:
        if Person.objects.filter(pk__in=[copy["first_id"], copy["second_id"]]).count() == 2:
            put_back(NotTheSame, [copy])


def _move_earlier_merges(kept: Person, gone: Person) -> object:
    """What was merged into the one before is merged into the other now, and so are the old ids."""
    aliases = [str(key) for key in gone.aliases.values_list("pk", flat=True)]
    merges = [str(key) for key in gone.merges.values_list("pk", flat=True)]
    gone.aliases.update(person=kept)
    gone.merges.update(kept=kept)
    return {"aliases": aliases, "merges": merges}


def _put_back_earlier_merges(kept: Person, gone: Person, moved: dict) -> None:
    PersonAlias.objects.filter(pk__in=moved["aliases"]).update(person=gone)
    PersonMerge.objects.filter(pk__in=moved["merges"]).update(kept=gone)


def _move_needs(kept: Person, gone: Person) -> object:
    """What either needs in the room, the one needs; whose name was removed needs nothing any more."""
    known = set(kept.support_needs.values_list("need", flat=True))
    rows = list(gone.support_needs.all())
    moved = [] if kept.anonymised_on else [row for row in rows if row.need not in known]
    dropped = [copy_of(row) for row in rows if row not in moved]
    gone.support_needs.filter(pk__in=[row.pk for row in moved]).update(person=kept)
    return {"moved": [row.pk for row in moved], "dropped": dropped}


def _put_back_needs(kept: Person, gone: Person, moved: dict) -> None:
    kept.support_needs.filter(pk__in=moved["moved"]).update(person=gone)
    put_back(SupportNeed, moved["dropped"])


def _move_requests(kept: Person, gone: Person) -> object:
    """What the person asked under either record they asked."""
    moved = [str(key) for key in gone.requests.values_list("pk", flat=True)]
    gone.requests.update(person=kept)
    return {"moved": moved}


def _put_back_requests(kept: Person, gone: Person, moved: dict) -> None:
    kept.requests.filter(pk__in=moved["moved"]).update(person=gone)


def register_own() -> None:
    """Called once, when the apps are ready."""
    register(Mover("consents", _move_consents, _put_back_consents))
    register(Mover("support_needs", _move_needs, _put_back_needs))
    register(Mover("requests", _move_requests, _put_back_requests))
    register(Mover("told_apart", _move_told_apart, _put_back_told_apart))
    register(Mover("earlier_merges", _move_earlier_merges, _put_back_earlier_merges))
