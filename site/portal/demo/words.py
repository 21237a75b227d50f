"""Names and sentences of the demo. No real person: family and given names are combined by chance."""


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    """Names written as ``Khmer/Latin`` with a space between two."""
    return tuple((khmer, latin) for khmer, latin in (name.split("/") for name in text.split()))


FAMILY = _pairs(
    "សុខ/Sok ចាន់/Chan គឹម/Kim ហេង/Heng លី/Ly ម៉ៅ/Mao នួន/Nuon ព្រំ/Prum កែវ/Keo ឃឹម/Khim ទូច/Touch រស់/Ros ប៉ែន/Pen "
    "នុត/Nuth អ៊ុក/Ouk ឈួន/Chhuon ស៊ុន/Sun យិន/Yin ផាន/Phan ញឹម/Nhim ឡុង/Long ទេព/Tep ឌួង/Duong មាស/Meas"
)
GIRLS = _pairs(
    "ស្រីនាង/Sreyneang បុប្ផា/Bopha សុភា/Sophea ធីតា/Thida កញ្ញា/Kanha ចន្ធូ/Chanthou ស្រីពៅ/Sreypov រស្មី/Raksmey "
    "ម៉ាលី/Maly សុជាតា/Socheata ពិសី/Pisey សុខលី/Sokly ដាលីន/Dalin លីណា/Lina រ៉ានី/Rany ចន្ថា/Chantha ស្រីណុច/Sreynoch "
    "វណ្ណី/Vanny មុន្នី/Monny"
)
BOYS = _pairs(
    "ដារា/Dara វិចិត្រ/Vichet រតនា/Ratana ពិសិដ្ឋ/Piseth សំណាង/Samnang វុទ្ធី/Vuthy បូរី/Borey សុវណ្ណ/Sovann "
    "វីរៈ/Virak សុផល/Sophal មករា/Makara ឧត្តម/Oudom រិទ្ធី/Rithy សេរី/Serey ពេជ្រ/Pich ធារ៉ា/Theara ចាន់ថុល/Chanthol "
    "វណ្ណៈ/Vannak ប៊ុនធឿន/Bunthoeun"
)
DECISIONS = (
    "សម្អាតទីធ្លាសាលារៀនរៀងរាល់ថ្ងៃសុក្រ",
    "ដាំដើមឈើនៅជុំវិញសាលារៀន",
    "អញ្ជើញមេភូមិចូលរួមប្រជុំលើកក្រោយ",
    "ផ្សព្វផ្សាយអំពីសិទ្ធិកុមារនៅក្នុងភូមិ",
    "ជួយមិត្តរៀនអាននៅថ្ងៃសៅរ៍",
    "ស្នើសុំឃុំជួសជុលអណ្តូងទឹកសាលារៀន",
    "រៀបចំកម្មវិធីទិវាកុមារអន្តរជាតិ",
    "បង្កើតក្រុមអានសៀវភៅ",
)
DECISIONS_OF_NETWORKS = (
    "បិទផ្សាយលេខទូរស័ព្ទជំនួយនៅសាលាឃុំ",
    "ជួបក្លឹបកុមារក្នុងភូមិនៅដើមខែ",
    "ពិនិត្យម៉ោងធ្វើការរបស់សេវានៅក្នុងឃុំ",
    "ផ្សព្វផ្សាយអំពីការចិញ្ចឹមកូនបែបវិជ្ជមាននៅវត្ត",
    "អញ្ជើញមណ្ឌលសុខភាពចូលរួមប្រជុំលើកក្រោយ",
)
SUMMARIES = (
    "កុមារបានពិភាក្សាអំពីសិទ្ធិរៀនសូត្រ និងបានលេងល្បែងជាក្រុម។",
    "កុមារបាននិយាយអំពីផ្លូវទៅសាលារៀន និងទឹកស្អាត។",
    "សមាជិកបានពិនិត្យសេចក្តីសម្រេចពីលើកមុន និងបានជ្រើសរើសសកម្មភាពថ្មី។",
    "កុមារបានរៀនអំពីការសម្តែងយោបល់ និងការស្តាប់គ្នា។",
)
PARTNERS = (
    ("អង្គការដៃគូទី១ (សាកល្បង)", "Partner One (demo)", "implementing"),
    ("អង្គការដៃគូទី២ (សាកល្បង)", "Partner Two (demo)", "implementing"),
    ("ម្ចាស់ជំនួយ (សាកល្បង)", "Donor (demo)", "donor"),
)
PROJECTS = (
    ("CP-DEMO-1", "គម្រោងកុមារចូលរួម (សាកល្បង)", "Children take part (demo)"),
    ("CP-DEMO-2", "គម្រោងភូមិមានសុវត្ថិភាព (សាកល្បង)", "Safe villages (demo)"),
)
