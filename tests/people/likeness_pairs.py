"""Labelled pairs for the likeness: names of the demo with the misspellings that are usual in Khmer and in Latin
letters, and people who are two although much about them is equal."""

from copy import replace
from dataclasses import dataclass

from people.likeness import Facts
from people.models import Sex
from portal.demo.words import BOYS, FAMILY, GIRLS

COMMUNE, NEXT_COMMUNE = "mef050601", "mef050602"
type Name = tuple[str, str]
"""In Khmer and in Latin letters."""


@dataclass(frozen=True, slots=True)
class Names:
    """What pairs are made of: names, how each is misspelt in both scripts, and pairs of people with near names."""

    families: list[Name]
    girls: list[Name]
    boys: list[Name]
    khmer: dict[str, str]
    latin: dict[str, str]
    twins: tuple[tuple[str, str, str, str], ...]


KHMER = {
    "ស៊ុន": "ស៊ន់ ស៉ុន", "ម៉ៅ": "មៅ ម៊ៅ", "ឡុង": "លុង", "ញឹម": "ញ៉ឹម ញិម", "ឌួង": "ដួង", "អ៊ុក": "អ៊ូក អុក",
    "ប៉ែន": "ប៊ែន បែន", "រស់": "រស", "ចាន់": "ចន្ទ ចាន", "សុខ": "សុក សុខ់", "ទូច": "តូច ទុច", "មាស": "មាស់", "លី": "លិ",
    "កែវ": "កែវ៍", "ឈួន": "ឈូន", "នុត": "នុត្ត នុទ", "ផាន": "ផាន់", "ទេព": "ទេប",
    "បុប្ផា": "បុផា បុប្បា បុប្ភា", "សុភា": "សុផា សូភា", "ធីតា": "ធិតា ទីតា", "កញ្ញា": "កញា កញ្ញ៉ា", "ចន្ធូ": "ចន្ទូ ចាន់ធូ",
    "រស្មី": "រស្មិ រស្ម៉ី", "ម៉ាលី": "មាលី ម៉ាលិ", "សុជាតា": "សុជាតិ សូជាតា", "ពិសី": "ពិសិ ភិសី", "ដាលីន": "ដាលិន ដាលីណ",
    "លីណា": "លីនា លិណា", "រ៉ានី": "រានី រ៉ាណី", "ចន្ថា": "ចាន់ថា ចន្តា", "ស្រីណុច": "ស្រីនុច ស្រីណូច", "វណ្ណី": "វណ្ណិ វន្នី វណី",
    "មុន្នី": "មុនី មុន្និ", "ស្រីនាង": "ស្រិនាង ស្រីនាង់", "ស្រីពៅ": "ស្រីពៅ៍ ស្រិពៅ", "ដារា": "ដារ៉ា ឌារា", "វិចិត្រ": "វិចិត វិចិត្ត វីចិត្រ",
    "រតនា": "រត្នា រតន៍ា រ័តនា", "ពិសិដ្ឋ": "ពិសិត ពិសិដ្ឋ៍ ពិសិទ្ធ", "សំណាង": "សំនាង សម្ណាង", "វុទ្ធី": "វុធី វុទ្ធិ វុឌ្ឍី", "បូរី": "បុរី បូរិ",
    "សុវណ្ណ": "សុវណ្ណ៍ សុវ៉ាន់ សូវណ្ណ", "វីរៈ": "វីរះ វិរៈ", "សុផល": "សុផល់ សុភល", "មករា": "មករ៉ា មករារ", "ឧត្តម": "ឧត្ដម អុត្តម",
    "រិទ្ធី": "រិទ្ធិ រិធី រឹទ្ធី", "សេរី": "សេរិ សេរ៉ី", "ពេជ្រ": "ពេជ ពេជ្រ៍ ពេច", "ធារ៉ា": "ធារា ធារ៊ា", "វណ្ណៈ": "វណ្ណះ វណៈ វណ្ណ",
    "ចាន់ថុល": "ចន្ថុល ចាន់ធុល", "សុខលី": "សុកលី សុខលិ", "ប៊ុនធឿន": "ប៊ុនធឿណ ប៊ុនទឿន",
}  # fmt: skip
LATIN = {
    "Sok": "Sokh", "Chan": "Chann", "Ly": "Li", "Mao": "Maw", "Touch": "Toch", "Ros": "Ross", "Nuth": "Nut",
    "Ouk": "Uk", "Chhuon": "Chhoun Chuon", "Phan": "Phann Pan", "Duong": "Doung", "Prum": "Prom", "Meas": "Mieh Mias",
    "Keo": "Kev", "Sreyneang": "Sreineang Sreynang Srey-Neang", "Bopha": "Bopa Bupha", "Sophea": "Sopheap Sophia",
    "Thida": "Tida Thyda", "Kanha": "Kagna Kannha", "Chanthou": "Chantou Chanthu", "Raksmey": "Reaksmey Raksmei",
    "Maly": "Mali", "Socheata": "Sochetha", "Vanny": "Vani Vannie", "Dara": "Darah Tara", "Vichet": "Vicheth Vichit",
    "Ratana": "Rathana Rattana", "Piseth": "Pisit Piset", "Samnang": "Somnang Samnaang", "Vuthy": "Vuthi Wuthy",
    "Borey": "Bory Borei", "Sovann": "Sovan Suvann", "Sophal": "Sopal Sophol", "Makara": "Makra",
    "Oudom": "Udom Oudam", "Rithy": "Rithi Riththy", "Serey": "Serei Sereyh", "Pich": "Pech", "Theara": "Teara",
    "Vannak": "Vanak Wannak", "Bunthoeun": "Bunthoeurn Bunthoun",
}  # fmt: skip


def _person(family: Name, given: Name, sex: str, turn: int) -> Facts:
    return Facts(
        family_name=family[0],
        given_name=given[0],
        name_latin=f"{family[1]} {given[1]}" if turn % 3 else "",
        sex=sex,
        birth_year=2008 + turn % 9,
        commune=COMMUNE,
    )


def _everybody(names: Names) -> list[tuple[Name, Name, str]]:
    """Every given name with three family names."""
    given = [(name, Sex.FEMALE) for name in names.girls] + [(name, Sex.MALE) for name in names.boys]
    return [
        (names.families[(index * 7 + step * 5) % len(names.families)], name, sex)
        for step in range(3)
        for index, (name, sex) in enumerate(given)
    ]


def _less_known(facts: Facts, turn: int) -> Facts:
    """As a second person writes it down: a year beside, no year, no place, sex not said, or all the same."""
    return replace(
        facts,
        **(
            {},
            {"birth_year": facts.birth_year + 1},
            {"birth_year": None},
            {"commune": ""},
            {"sex": Sex.OTHER},
            {"birth_year": facts.birth_year - 1, "commune": ""},
        )[turn % 6],
    )


def same(names: Names) -> list[tuple[str, Facts, Facts]]:
    """Pairs that are one person."""
    pairs = []
    for turn, (family, given, sex) in enumerate(_everybody(names)):
        one = _person(family, given, sex, turn)
        family_spellings, given_spellings = names.khmer.get(family[0], "").split(), names.khmer[given[0]].split()
        for place, spelling in enumerate(given_spellings):
            other = replace(one, given_name=spelling, name_latin=one.name_latin if (turn + place) % 2 else "")
            if family_spellings and (turn + place) % 4 == 0:
                other = replace(other, family_name=family_spellings[turn % len(family_spellings)])
            pairs.append(("khmer", one, _less_known(other, turn + place)))
        if turn % 4 == 0:
            changed_about = replace(one, family_name=one.given_name, given_name=one.family_name, name_latin="")
            pairs.append(("swapped", one, _less_known(changed_about, turn)))
        if turn % 3:
            for latin in _latin_spellings(names, family[1], given[1]):
                other = _only_latin(replace(one, name_latin=latin))
                pairs.append(("latin", _only_latin(one), _less_known(other, turn)))
    return pairs


def _latin_spellings(names: Names, family: str, given: str) -> list[str]:
    """One word of the two written otherwise."""
    of_family = [f"{spelling} {given}" for spelling in names.latin.get(family, "").split()]
    return of_family + [f"{family} {spelling}" for spelling in names.latin.get(given, "").split()]


def _only_latin(facts: Facts) -> Facts:
    """From a list that was kept in Latin letters."""
    family, given = facts.name_latin.split(" ", 1)
    return replace(facts, family_name=family, given_name=given, name_latin="")


def different(names: Names) -> list[tuple[str, Facts, Facts]]:
    """Pairs that are two people."""
    pairs = []
    everybody = _everybody(names)
    for turn, (family, given, sex) in enumerate(everybody):
        one = _person(family, given, sex, turn)
        siblings = names.girls if sex == Sex.FEMALE else names.boys
        for step in (1, 5):
            sibling = siblings[(siblings.index(given) + step) % len(siblings)]
            pairs.append(("sibling", one, replace(_person(family, sibling, sex, turn), birth_year=one.birth_year)))
        stranger = names.families[(names.families.index(family) + 1 + turn % 5) % len(names.families)]
        pairs.append(("same given name", one, _less_known(_person(stranger, given, sex, turn), turn % 3)))
        if turn % 3 == 0:
            pairs.append(("years apart", one, replace(one, birth_year=one.birth_year + 3)))
        if turn % 3 == 1:
            pairs.append(("other sex", one, replace(one, sex=Sex.MALE if sex == Sex.FEMALE else Sex.FEMALE)))
        if turn % 3 == 2:
            pairs.append(("other commune", one, replace(one, commune=NEXT_COMMUNE)))
    for one_family, one_given, other_family, other_given in names.twins:
        one = Facts(one_family, one_given, "", Sex.OTHER, 2013, COMMUNE)
        pairs.append(("near names", one, replace(one, family_name=other_family, given_name=other_given)))
    return pairs


TWINS = (
    ("គឹម", "ដារា", "ឃឹម", "ដារា"),
    ("សុខ", "ដារា", "សុខ", "ធារ៉ា"),
    ("សុខ", "ចន្ធូ", "សុខ", "ចន្ថា"),
    ("ចាន់", "វណ្ណី", "ចាន់", "វណ្ណៈ"),
    ("កែវ", "សុខលី", "កែវ", "សុផល"),
    ("ហេង", "ម៉ាលី", "ហេង", "ដាលីន"),
    ("លី", "រ៉ានី", "លី", "រតនា"),
    ("ម៉ៅ", "ស្រីពៅ", "ម៉ៅ", "ស្រីណុច"),
    ("រស់", "ស្រីនាង", "រស់", "ស្រីណុច"),
    ("សុខ", "លីណា", "ឡុង", "លីណា"),
    ("យិន", "សុភា", "ស៊ុន", "សុភា"),
    ("ចាន់", "មុន្នី", "ចាន់", "វណ្ណី"),
)

KNOWN = Names(FAMILY, GIRLS, BOYS, KHMER, LATIN, TWINS)
"""The names with which the likeness was tuned."""
