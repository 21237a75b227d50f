"""The rules and posts of each kind, as usual practice suggests them."""

from typing import NamedTuple

from ..models import Kind


class RuleSeed(NamedTuple):
    age_from: int
    age_to: int
    term_months: int
    rhythm_days: int
    size_from: int
    size_to: int


class PostSeed(NamedTuple):
    code: str
    name_km: str
    name_en: str
    is_single: bool = False
    is_for_adults: bool = False


RULES = {
    Kind.CLUB: RuleSeed(age_from=6, age_to=17, term_months=24, rhythm_days=30, size_from=8, size_to=40),
    Kind.COUNCIL: RuleSeed(age_from=6, age_to=17, term_months=12, rhythm_days=30, size_from=8, size_to=40),
    Kind.NETWORK: RuleSeed(age_from=10, age_to=99, term_months=24, rhythm_days=60, size_from=5, size_to=30),
    Kind.PARENTS: RuleSeed(age_from=18, age_to=99, term_months=24, rhythm_days=30, size_from=8, size_to=30),
}

CHILDREN = (
    PostSeed("leader", "ប្រធាន", "Leader", is_single=True),
    PostSeed("deputy", "អនុប្រធាន", "Deputy leader"),
    PostSeed("secretary", "លេខាធិការ", "Secretary", is_single=True),
    PostSeed("treasurer", "ហេរញ្ញិក", "Treasurer", is_single=True),
    PostSeed("representative", "តំណាង", "Representative"),
    PostSeed("member", "សមាជិក", "Member"),
)

POSTS = {
    Kind.CLUB: (*CHILDREN, PostSeed("youth_adviser", "ទីប្រឹក្សាយុវជន", "Youth adviser", is_for_adults=True)),
    Kind.COUNCIL: (*CHILDREN, PostSeed("adviser", "ទីប្រឹក្សា", "Adviser", is_for_adults=True)),
    Kind.NETWORK: (
        PostSeed("coordinator", "អ្នកសម្របសម្រួល", "Coordinator", is_single=True, is_for_adults=True),
        PostSeed("deputy", "អ្នកសម្របសម្រួលរង", "Deputy coordinator", is_for_adults=True),
        PostSeed("village_chief", "មេភូមិ", "Village chief", is_for_adults=True),
        PostSeed("commune_committee", "តំណាងគណៈកម្មាធិការឃុំ", "Commune committee member", is_for_adults=True),
        PostSeed("teacher", "គ្រូ", "Teacher", is_for_adults=True),
        PostSeed("health_volunteer", "អ្នកស្ម័គ្រចិត្តសុខភាព", "Health volunteer", is_for_adults=True),
        PostSeed("police_post", "មន្ត្រីប៉ុស្តិ៍នគរបាល", "Officer of the police post", is_for_adults=True),
        PostSeed("elder", "ចាស់ទុំ", "Elder", is_for_adults=True),
        PostSeed("parent", "ឪពុកម្តាយ", "Parent", is_for_adults=True),
        PostSeed("youth", "យុវជន", "Young person", is_for_adults=True),
        PostSeed("child_representative", "តំណាងកុមារ", "Child representative"),
        PostSeed("member", "សមាជិក", "Member", is_for_adults=True),
    ),
    Kind.PARENTS: (
        PostSeed("leader", "ប្រធាន", "Leader", is_single=True, is_for_adults=True),
        PostSeed("deputy", "អនុប្រធាន", "Deputy leader", is_for_adults=True),
        PostSeed("secretary", "លេខាធិការ", "Secretary", is_single=True, is_for_adults=True),
        PostSeed("member", "សមាជិក", "Member", is_for_adults=True),
    ),
}
