"""The programme's indicators and its targets. What somebody changed at the desk stays as it is."""

from datetime import date
from typing import NamedTuple

from django.db import transaction

from participation.models import Kind, Topic

from ..models import Indicator, Target

Level, Unit, Measure = Indicator.Level, Indicator.Unit, Indicator.Measure
SELF_PROTECTION = "self_protection"
SINCE, UNTIL = date(2024, 1, 1), date(2028, 12, 31)
FOUNDED_SINCE = date(2004, 1, 1)
OF_PEOPLE = ("sex", "age_group", "difficulty")


class Seed(NamedTuple):
    """An indicator; ``target`` is what the programme wants to reach."""

    code: str
    formula: str
    unit: str
    measure: str
    name_km: str
    name_en: str
    counts_km: str
    counts_en: str
    limits_km: str = ""
    limits_en: str = ""
    level: str = Level.OUTPUT
    kind: str = ""
    topic: str = ""
    splits: tuple[str, ...] = ()
    sdg: tuple[str, ...] = ()
    target: int | None = None
    since: date = SINCE


def _bodies(kind: Kind, km: str, en: str, target: int) -> tuple[Seed, Seed]:
    """Formed and active: two numbers, never one."""
    formed = Seed(
        f"{kind}s_formed",
        "formed",
        Unit.BODY,
        Measure.COUNT,
        f"{km}ដែលបានបង្កើតតាំងពីឆ្នាំ ២០០៤",
        f"{en} formed since 2004",
        "ក្រុមនីមួយៗរាប់ម្តង ក្នុងត្រីមាសដែលបង្កើត ទោះបីបានបិទហើយក៏ដោយ។",
        "Each group once, in the quarter in which it was founded, also when it has closed since.",
        "លេខនេះមិនប្រាប់ថាក្រុមណានៅដំណើរការទេ។",
        "This number does not tell which groups still meet.",
        kind=kind,
        sdg=("16.7",),
        target=target,
        since=FOUNDED_SINCE,
    )
    active = Seed(
        f"{kind}s_active",
        "active",
        Unit.BODY,
        Measure.COUNT,
        f"{km}ដែលកំពុងដំណើរការ",
        f"{en} active now",
        "ក្រុមដែលបានប្រជុំក្នុងរយៈពេលបីដងនៃចន្លោះប្រជុំចុងក្រោយរបស់ខ្លួន គិតត្រឹមចុងត្រីមាស។",
        "Groups that met within their last three intervals, at the end of the quarter.",
        "កិច្ចប្រជុំដែលមិនទាន់បានបញ្ចូល មិនរាប់ទេ។",
        "Meetings that nobody has recorded yet do not count.",
        kind=kind,
        sdg=("16.7",),
    )
    return formed, active


SEEDS = (
    Seed(
        "mechanisms",
        "mechanisms",
        Unit.BODY,
        Measure.COUNT,
        "យន្តការនៅសហគមន៍ក្នុងភូមិ",
        "Community-based mechanisms in villages",
        "ភូមិដែលមានបណ្តាញការពារគ្រួសារកំពុងដំណើរការ នៅថ្ងៃចុងត្រីមាស។ ភូមិមួយរាប់ម្តង។",
        "Villages with an active family protection network on the last day of the quarter. Each village once.",
        "បណ្តាញដែលចាប់ផ្តើមឡើងវិញ មិនមែនជាបណ្តាញថ្មីទេ។",
        "A network that begins again is not a new one.",
        kind=Kind.NETWORK,
        sdg=("5.2", "16.2"),
        target=200,
    ),
    Seed(
        "children_protect",
        "children_at_sessions",
        Unit.CHILD,
        Measure.UNIQUE,
        "កុមារដែលរៀនការពារខ្លួន",
        "Children who learn to protect themselves",
        "សមាជិកអាយុក្រោម ១៨ ឆ្នាំនៅថ្ងៃនោះ ដែលមានវត្តមានគ្រប់ចំនួនដងក្នុងវគ្គអំពីការការពារខ្លួន។ ម្នាក់រាប់ម្តង។",
        "Members under 18 on that day who came to enough sessions on self-protection. Each child once.",
        "កុមារដែលជាភ្ញៀវ មិនបូកចូលទេ។ កុមារដែលមិនស្គាល់អាយុ មិនរាប់ទេ។",
        "Guests are never added. A child whose age nobody knows is not counted.",
        topic=SELF_PROTECTION,
        splits=(*OF_PEOPLE, "part"),
        sdg=("5.2", "16.2"),
        target=1400,
    ),
    Seed(
        "participations_protect",
        "participations_of_children",
        Unit.PARTICIPATION,
        Measure.PARTICIPATIONS,
        "ចំនួនដងដែលកុមារចូលរួមវគ្គការពារខ្លួន",
        "How often children came to sessions on self-protection",
        "រាល់វត្តមានរបស់សមាជិកអាយុក្រោម ១៨ ឆ្នាំ។ កុមារម្នាក់អាចរាប់ច្រើនដង។",
        "Every attendance of a member under 18. One child may count many times.",
        topic=SELF_PROTECTION,
        splits=(*OF_PEOPLE, "part"),
        sdg=("16.2",),
    ),
    Seed(
        "guests_protect",
        "guests_who_are_children",
        Unit.GUEST,
        Measure.COUNT,
        "ភ្ញៀវជាកុមារក្នុងវគ្គការពារខ្លួន",
        "Children who were guests at sessions on self-protection",
        "ចំនួនក្បាលភ្ញៀវ រាប់ ឬប៉ាន់ស្មាន។ មិនមែនជាចំនួនមនុស្សខុសៗគ្នាទេ។",
        "Heads of guests, counted or estimated. They are not different people.",
        "មិនត្រូវបូកជាមួយចំនួនកុមារទេ។",
        "Never to be added to the number of children.",
        topic=SELF_PROTECTION,
        splits=(*OF_PEOPLE, "part"),
        sdg=("16.2",),
    ),
    Seed(
        "caregivers_practise",
        "survey",
        Unit.ADULT,
        Measure.ENTERED,
        "ឪពុកម្តាយ និងអ្នកថែទាំដែលចិញ្ចឹមកូនបែបវិជ្ជមាន",
        "Parents and caregivers who practise positive parenting",
        "លទ្ធផលថ្មីបំផុតនៃការស្ទង់មតិ ឬការសង្កេត ជាមួយវិធី និងចំនួនអ្នកដែលបានសួរ។",
        "The newest result of a survey or an observation, with its method and the number of people asked.",
        "វត្តមានមិនបង្ហាញថាមនុស្សអនុវត្តទេ។",
        "Attendance does not show what people practise.",
        level=Level.OUTCOME,
        sdg=("5.2", "16.2"),
        target=15000,
    ),
    Seed(
        "caregivers_came",
        "adults_at_sessions",
        Unit.ADULT,
        Measure.UNIQUE,
        "ឪពុកម្តាយ និងអ្នកថែទាំដែលបានចូលរួមក្រុមឪពុកម្តាយ",
        "Parents and caregivers who came to parents' groups",
        "សមាជិកពេញវ័យដែលមានវត្តមានក្នុងកិច្ចប្រជុំក្រុមឪពុកម្តាយ។ ម្នាក់រាប់ម្តង។",
        "Adult members who came to a meeting of a parents' group. Each person once.",
        "នេះជាវត្តមាន មិនមែនជាការអនុវត្តទេ។ ភ្ញៀវមិនបូកចូលទេ។",
        "This is attendance, not practice. Guests are never added.",
        kind=Kind.PARENTS,
        splits=OF_PEOPLE,
        sdg=("5.2", "16.2"),
    ),
    Seed(
        "caregivers_participations",
        "participations",
        Unit.PARTICIPATION,
        Measure.PARTICIPATIONS,
        "ចំនួនដងដែលសមាជិកចូលរួមក្រុមឪពុកម្តាយ",
        "How often members came to parents' groups",
        "រាល់វត្តមានក្នុងកិច្ចប្រជុំក្រុមឪពុកម្តាយ។ មនុស្សម្នាក់អាចរាប់ច្រើនដង។",
        "Every attendance at a meeting of a parents' group. One person may count many times.",
        kind=Kind.PARENTS,
        splits=OF_PEOPLE,
        sdg=("16.2",),
    ),
    Seed(
        "officials_trained",
        "trained",
        Unit.ADULT,
        Measure.UNIQUE,
        "មន្ត្រីថ្នាក់ក្រោមជាតិ និងបុគ្គលិកដែលបានរៀន",
        "Sub-national officials and staff who learn",
        "មនុស្សដែលបានចូលរួមវគ្គបណ្តុះបណ្តាលដែលបានចប់។ ម្នាក់រាប់ម្តង ក្នុងវគ្គដំបូង និងតាមវិស័យនៅពេលនោះ។",
        "People who took part in a training that is over. Each once, at the first training and in the sector of then.",
        "អ្នកដែលបានចុះឈ្មោះ តែមិនបានចូលរួម មិនរាប់ទេ។",
        "Whoever was expected and did not come is not counted.",
        splits=(*OF_PEOPLE, "part"),
        sdg=("5.c", "16.2"),
        target=4000,
    ),
    Seed(
        "communes_reached",
        "communes_reached",
        Unit.COMMUNE,
        Measure.COUNT,
        "ឃុំ សង្កាត់ដែលមានសេវាការពារកុមារយ៉ាងតិចបីប្រភេទ",
        "Communes that reach three child protection services",
        "ឃុំ សង្កាត់ដែលមានសេវាយ៉ាងតិចបីប្រភេទខុសគ្នា គិតត្រឹមចុងត្រីមាស។",
        "Communes covered by services of at least three different types, at the end of the quarter.",
        "សេវាដែលគ្មាននរណាបានពិនិត្យសោះ មិនរាប់ទេ។",
        "Services that nobody ever checked do not count.",
        sdg=("16.2", "16.9"),
        target=30,
    ),
    *_bodies(Kind.CLUB, "ក្លឹបកុមារ", "Children's clubs", 200),
    *_bodies(Kind.COUNCIL, "ក្រុមប្រឹក្សាកុមារ", "Children's councils", 120),
    *_bodies(Kind.NETWORK, "បណ្តាញការពារគ្រួសារ", "Family protection networks", 345),
    Seed(
        "participations",
        "participations",
        Unit.PARTICIPATION,
        Measure.PARTICIPATIONS,
        "ចំនួនដងដែលសមាជិកចូលរួមប្រជុំ",
        "How often members came to meetings",
        "រាល់វត្តមានក្នុងកិច្ចប្រជុំទាំងអស់។ មនុស្សម្នាក់អាចរាប់ច្រើនដង។",
        "Every attendance at every meeting. One person may count many times.",
        splits=(*OF_PEOPLE, "part"),
        sdg=("16.7",),
    ),
    Seed(
        "activities",
        "activities",
        Unit.ACTIVITY,
        Measure.ACTIVITIES,
        "សកម្មភាព",
        "Activities",
        "កិច្ចប្រជុំនីមួយៗរាប់ម្តង។ កិច្ចប្រជុំរួមគ្នារបស់ក្រុមច្រើន ជាសកម្មភាពតែមួយ។",
        "Each meeting once. What several groups held together is one activity.",
        splits=("part",),
        sdg=("16.7",),
    ),
)


@transaction.atomic
def plant_indicators(seeds: tuple[Seed, ...] = SEEDS) -> int:
    """Add those that are missing, each with the target of the programme; how many there were."""
    known = set(Indicator.objects.values_list("code", flat=True))
    topics = dict(Topic.objects.filter(code__in=[seed.topic for seed in seeds]).values_list("code", "pk"))
    added = 0
    for place, seed in enumerate(seeds):
        if seed.code in known or seed.topic and seed.topic not in topics:
            continue
        told = seed._asdict()
        target, since, topic = told.pop("target"), told.pop("since"), told.pop("topic")
        told |= {"splits": list(seed.splits), "sdg": list(seed.sdg), "topic_id": topics.get(topic)}
        indicator = Indicator.objects.create(**told, position=(place + 1) * 10)
        if target:
            Target.objects.create(indicator=indicator, value=target, began_on=since, ended_on=UNTIL)
        added += 1
    return added
