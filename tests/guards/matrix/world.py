"""Two provinces with the same things in each; who works here reaches nothing there. Every text is a word to find."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from accounts.roles import ROLES, Capability, Reach
from content.models import ConsentRequest
from participation.models import Kind
from people.models import PersonMerge, Purpose
from reports.actions import publish_snapshot
from tests.factories.accounts import (
    make_emergency,
    make_grant,
    make_link,
    make_notice,
    make_request,
    make_staff_check,
    make_user,
)
from tests.factories.asks import make_ask_release
from tests.factories.clubs import make_activity, make_peers, make_season
from tests.factories.councils import make_body, make_mandate, make_method, make_representation, make_seat
from tests.factories.elections import make_tied_election
from tests.factories.fieldbook import make_delivery, make_device
from tests.factories.hand_overs import make_note
from tests.factories.helplines import helpline
from tests.factories.networks import make_beside, make_network, make_place, make_training, make_training_topic
from tests.factories.participation import (
    make_ask,
    make_ask_answer,
    make_ask_link,
    make_bearer,
    make_closed_group,
    make_decision,
    make_facilitation,
    make_group,
    make_hold,
    make_import,
    make_issue,
    make_mark,
    make_meeting,
    make_membership,
    make_missed,
    make_partner,
    make_person_check,
    make_photo,
    make_plan,
    make_post,
    make_project,
    make_rule,
    make_school,
    make_support,
)
from tests.factories.people import make_consent, make_person
from tests.factories.places import make_area, make_commune
from tests.factories.reports import (
    make_dhis_code,
    make_dhis_place,
    make_frozen,
    make_indicator,
    make_result,
    make_target,
)
from tests.factories.services import make_coverage, make_exchange_place, make_service, make_type, make_type_code

HERE, THERE = "here", "there"
CODES = {HERE: "050601", THERE: "100101"}
LINK_TOKEN = "a-token-for-tests"
PEOPLE_WORDS = ("family", "given", "latin", "former", "left", "summary", "decision", "issue", "handover")


@dataclass
class Side:
    """What lies on one side, by the name under which a rule asks for it; and the words that tell it was shown."""

    rows: dict[str, object]
    group_words: tuple[str, ...]
    people_words: tuple[str, ...]
    former_words: tuple[str, ...]
    service_words: tuple[str, ...]
    note_words: tuple[str, ...]
    survey_words: tuple[str, ...]


def make_side(name: str) -> Side:
    """A club and a council with a member, a meeting and all that hangs on them."""
    mark = "Zebra" if name == HERE else "Quagga"
    commune = make_commune(CODES[name])
    school = make_school(area=commune, name_km=f"សាលា{mark}", name_latin=f"{mark} school")
    club = make_group(area=commune, name_km=f"ក្លឹប{mark}", name_latin=f"{mark} club")
    council = make_group(area=commune, kind=Kind.COUNCIL, name_km=f"ក្រុមប្រឹក្សា{mark}", name_latin=f"{mark} council")
    person = make_person(family_name=f"{mark}family", given_name=f"{mark}given", name_latin=f"{mark}latin")
    twin = make_person(family_name=f"{mark}family", given_name=f"{mark}given")
    make_membership(group=club, person=twin)
    membership = make_membership(group=club, person=person)
    yesterday = timezone.localdate() - timedelta(days=1)
    ended = make_membership(
        group=club,
        person=make_person(family_name=f"{mark}former", given_name=f"{mark}left"),
        ended_on=yesterday,
        end_reason="moved_away",
    )
    gone = make_person(family_name=f"{mark}gone", given_name=f"{mark}away")
    long_ago = yesterday - timedelta(days=400)
    gone_membership = make_membership(
        group=club, person=gone, began_on=long_ago, ended_on=long_ago, end_reason="moved_away"
    )
    meeting = make_meeting(group=club, summary=f"{mark}summary", held_on=yesterday - timedelta(days=7))
    approved = make_meeting(group=club, status="approved", held_on=yesterday - timedelta(days=40))
    make_mark(meeting=meeting, person=person)
    make_mark(meeting=meeting, person=gone)
    issue = make_issue(meeting=meeting, text=f"{mark}issue")
    ask = make_ask(group=club, text=f"{mark}ask", answer_due_on=yesterday)
    ask_link = make_ask_link(ask=ask, token=f"{name} official")
    make_decision(meeting=meeting, text=f"{mark}decision")
    photo = make_photo(meeting=meeting, shown=[person])
    make_consent(person=person, purpose=Purpose.PHOTO_INSIDE)
    seat = make_seat(council=council, number=1, kept_for="club", kept_club=club)
    mandate = make_mandate(
        seat=seat, person=person, ends_on=timezone.localdate() + timedelta(days=30), handover_1=f"{mark}handover"
    )
    adult = make_user("facilitator", full_name=f"{mark} adult")
    season = make_season(group=club)
    shown, unseen = (
        make_service(area=commune),
        make_service(area=commune, name_km=f"ការិយាល័យ{mark}", name_en=f"{mark} office", is_checked=False),
    )
    make_coverage(service=shown)
    network = make_network(area=commune, name_km=f"បណ្តាញ{mark}", name_latin=f"{mark} network")
    make_membership(group=network, person=person, post=make_post(Kind.NETWORK, "coordinator"))
    training = make_training(area=commune)
    elder = make_person(family_name=f"{mark}family", given_name=f"{mark}given", birth_year=1960)
    make_membership(group=network, person=elder, post=make_post(Kind.NETWORK, "elder", is_for_adults=True))
    note = make_note(area=commune, reference=f"{mark[:4].upper()}-NOTE")
    support = make_support(group=club, project=make_project(name_km=f"គម្រោង{mark}", name_en=f"{mark} project"))
    return Side(
        rows={
            "group": club,
            "club": club,
            "council": council,
            "seat": seat,
            "closed seat": make_seat(council=council, number=2, ended_on=yesterday),
            "mandate": mandate,
            "election": make_tied_election(council, person, twin),
            "voice": make_representation(council=council, seat=seat),
            "closed group": make_closed_group(area=commune, name_latin=f"{mark} club", status_since=yesterday),
            "hold": make_hold(group=club),
            "membership": membership,
            "ended membership": ended,
            "old membership": gone_membership,
            "person": person,
            "pair": (person, twin),
            "merge": PersonMerge.objects.create(kept=person, gone_id=uuid.uuid4(), merged_at=timezone.now()),
            "consent": make_consent(person=person, valid_until=timezone.localdate()),
            "meeting": meeting,
            "approved meeting": approved,
            "photo": photo,
            "request": ConsentRequest.objects.create(group=club, photo=photo),
            "issue": issue,
            "ask": ask,
            "ask link": ask_link,
            "ask answer": make_ask_answer(ask=ask, link=ask_link, text=f"{mark}answer"),
            "ask release": make_ask_release(ask=ask),
            "season": season,
            "activity": make_activity(season=season),
            "pair of clubs": make_peers(club, make_group(area=commune, name_latin=f"{mark} club")),
            "plan": make_plan(group=club, planned_on=timezone.localdate()),
            "cancelled plan": make_plan(group=club, cancelled_at=timezone.now()),
            "missed": make_missed(group=club, missed_on=timezone.localdate()),
            "school": school,
            "support": support,
            "commune": commune,
            "province with services": commune.parent.parent,
            "service": unseen,
            "closed service": make_service(area=commune, name_km=f"ការិយាល័យ{mark}ចាស់", closed_on=yesterday),
            "coverage": make_coverage(service=unseen),
            "facilitation": make_facilitation(group=club, user=adult),
            "facilitator": adult,
            "network": network,
            "beside": make_beside(network, club),
            "training": training,
            "place": make_place(training=training, person=twin),
            "staff check": make_staff_check(adult, done_on=yesterday),
            "adult with a post": elder,
            "person check": make_person_check(elder),
            "note": note,
            "target": make_target(area=commune),
            "result": make_result(area=commune, evidence=f"{mark} homes", carried_out_by=f"{mark} team"),
        },
        group_words=(f"{mark} club", f"ក្លឹប{mark}", f"{mark} council", f"{mark} network", f"{mark}ask", f"{mark}answer"),
        people_words=tuple(f"{mark}{word}" for word in PEOPLE_WORDS),
        former_words=(f"{mark}gone", f"{mark}away"),
        service_words=(f"ការិយាល័យ{mark}", f"{mark} office"),
        note_words=(note.reference,),
        survey_words=(f"{mark} homes", f"{mark} team"),
    )


@dataclass
class World:
    """Both sides, what lies on neither, and one account for every role and for those who lost one."""

    sides: dict[str, Side]
    common: dict[str, object]
    users: dict[str, User | None]


IN_EMERGENCY = "safeguarding officer in an emergency"
"""Has opened the club on this side, and nothing else."""


def make_world() -> World:
    for kind in Kind.values:
        make_rule(kind)
    make_post()
    sides = {name: make_side(name) for name in (HERE, THERE)}
    area = make_area(CODES[HERE])
    users: dict[str, User | None] = {"anonymous": None, "without a role": make_user()}
    for key, role in ROLES.items():
        users[key] = make_user(key, area=area if role.reach is Reach.AREA else None, full_name=f"Account {key}")
    club, council = sides[HERE].rows["club"], sides[HERE].rows["council"]
    make_facilitation(group=club, user=users["facilitator"])
    make_facilitation(group=council, user=users["facilitator"])
    make_facilitation(group=sides[HERE].rows["network"], user=users["facilitator"])
    users[IN_EMERGENCY] = make_user("safeguarding_officer", area=area, full_name=f"Account {IN_EMERGENCY}")
    make_emergency(users[IN_EMERGENCY], club, opened_at=timezone.now() - timedelta(minutes=1))
    yesterday = timezone.localdate() - timedelta(days=1)
    users["former facilitator"] = make_user("facilitator")
    make_facilitation(group=club, user=users["former facilitator"], ended_on=yesterday)
    users["officer whose role has ended"] = make_user()
    make_grant(users["officer whose role has ended"], "programme_officer", area=area, ended_on=yesterday)
    other = make_user("area_officer", area=area, full_name="Account of somebody else")
    common = {
        "account": other,
        "grant": other.role_grants.get(),
        "emergency": make_emergency(users["safeguarding_officer"], sides[THERE].rows["council"]),
        "confirmation": make_request(other.role_grants.get()),
        "notice": make_notice(other),
        "helpline": helpline(),
        "service type": make_type(),
        "code of a type": make_type_code(),
        "place in a system": make_exchange_place(),
        "training topic": make_training_topic(),
        "project": make_project(),
        "partner": make_partner(),
        "post": make_post(),
        "method": make_method(),
        "body": make_body(),
        "bearer": make_bearer(),
        "indicator": make_indicator(),
        "code of a number": make_dhis_code(),
        "place of dhis2": make_dhis_place(),
        "frozen quarter": make_frozen(rules={}),
        "token": LINK_TOKEN,
        "province": make_area(CODES[HERE][:2]),
        "commune": make_commune(CODES[HERE]),
    }
    make_link(other, LINK_TOKEN)
    publish_snapshot()
    for name, side in sides.items():
        side.rows["phone"] = make_device(side.rows["facilitator"])
        maker = users["facilitator"] if name == HERE else side.rows["facilitator"]
        refused = {"outcome": "refused", "code": "bad_value", "sealed": {}}
        side.rows["delivery"] = make_delivery(user=maker, group=side.rows["club"], **refused)
    for name, maker in ((HERE, users["programme_officer"]), (THERE, other)):
        run = sides[name].rows["import"] = make_import(maker, sides[name].people_words[0])
        likes = [{"person": str(side.rows["person"].pk), "percent": 90} for side in sides.values()]
        run.rows.create(number=3, state="duplicate", cells={"family_name": "-"}, likes=likes)
    return World(sides, common, users)


def covers(name: str, user: User | None, capability: Capability, side: str) -> bool:
    """What the rules of the house promise, said once more in the simplest words: here and within one's role."""
    if user is None or name in ("former facilitator", "officer whose role has ended", "without a role"):
        return False
    role = ROLES["safeguarding_officer" if name == IN_EMERGENCY else name]
    if capability not in role.capabilities:
        return False
    return side == HERE or role.reach is Reach.EVERYWHERE
