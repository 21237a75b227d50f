"""The 54 articles of the Convention in our own short words, and the activities that clubs are known for."""

from typing import NamedTuple

from ..models import Topic

Theme = Topic.Theme


class ArticleSeed(NamedTuple):
    number: int
    theme: str
    name_km: str
    name_en: str


class ActivitySeed(NamedTuple):
    code: str
    name_km: str
    name_en: str


# fmt: off
ARTICLES = (
    ArticleSeed(1, Theme.BASICS, "អ្នកណាជាកុមារ៖ អ្នកអាយុក្រោម ១៨ ឆ្នាំ", "Who is a child: everyone under 18"),
    ArticleSeed(2, Theme.PRINCIPLE, "កុមារទាំងអស់ស្មើគ្នា គ្មានការរើសអើង", "All children are equal, without discrimination"),
    ArticleSeed(3, Theme.PRINCIPLE, "ឧត្តមប្រយោជន៍កុមារ", "What is best for the child"),
    ArticleSeed(4, Theme.BASICS, "រដ្ឋត្រូវធ្វើឱ្យសិទ្ធិកុមារក្លាយជាការពិត", "The state makes children's rights real"),
    ArticleSeed(5, Theme.FAMILY, "ឪពុកម្តាយណែនាំកុមារតាមវ័យ", "Parents guide as a child grows"),
    ArticleSeed(6, Theme.PRINCIPLE, "ការរស់រានមានជីវិត និងការអភិវឌ្ឍ", "Life, survival and development"),
    ArticleSeed(7, Theme.IDENTITY, "សំបុត្រកំណើត ឈ្មោះ និងសញ្ជាតិ", "Birth registration, name and nationality"),
    ArticleSeed(8, Theme.IDENTITY, "ការរក្សាអត្តសញ្ញាណ", "Keeping one's identity"),
    ArticleSeed(9, Theme.FAMILY, "ការរស់នៅជាមួយឪពុកម្តាយ", "Living with one's parents"),
    ArticleSeed(10, Theme.FAMILY, "គ្រួសារដែលរស់នៅប្រទេសផ្សេងគ្នា", "Families in different countries"),
    ArticleSeed(11, Theme.PROTECTION, "គ្មានការនាំកុមារទៅក្រៅប្រទេសខុសច្បាប់", "Nobody takes a child abroad unlawfully"),
    ArticleSeed(12, Theme.PRINCIPLE, "ការស្តាប់ និងការគោរពទស្សនៈកុមារ", "Children's views are heard and respected"),
    ArticleSeed(13, Theme.IDENTITY, "ការបញ្ចេញមតិ និងការស្វែងរកព័ត៌មាន", "Saying what one thinks and finding things out"),
    ArticleSeed(14, Theme.IDENTITY, "គំនិត មនសិការ និងសាសនា", "Thought, conscience and religion"),
    ArticleSeed(15, Theme.IDENTITY, "ការជួបជុំគ្នា និងការចូលរួមក្រុម", "Meeting others and joining groups"),
    ArticleSeed(16, Theme.IDENTITY, "ការគោរពរឿងផ្ទាល់ខ្លួន", "Privacy"),
    ArticleSeed(17, Theme.IDENTITY, "ព័ត៌មានដែលមានប្រយោជន៍ និងមានសុវត្ថិភាព", "Useful and safe information"),
    ArticleSeed(18, Theme.FAMILY, "ឪពុកម្តាយទទួលខុសត្រូវរួមគ្នា", "Both parents share the care"),
    ArticleSeed(19, Theme.PROTECTION, "គ្មានអំពើហិង្សា និងការធ្វេសប្រហែស", "No violence, abuse or neglect"),
    ArticleSeed(20, Theme.FAMILY, "កុមារដែលគ្មានគ្រួសារ", "Children without a family"),
    ArticleSeed(21, Theme.FAMILY, "ការស្មុំកូន", "Adoption"),
    ArticleSeed(22, Theme.PROTECTION, "កុមារភៀសខ្លួន", "Refugee children"),
    ArticleSeed(23, Theme.HEALTH, "កុមារមានពិការភាព", "Children with disabilities"),
    ArticleSeed(24, Theme.HEALTH, "សុខភាព ទឹកស្អាត អាហារ និងបរិស្ថាន", "Health, clean water, food and environment"),
    ArticleSeed(25, Theme.FAMILY, "ការពិនិត្យការថែទាំកុមារជាទៀងទាត់", "Care away from home is looked at regularly"),
    ArticleSeed(26, Theme.HEALTH, "សន្តិសុខសង្គម", "Social security"),
    ArticleSeed(27, Theme.HEALTH, "ជីវភាពសមរម្យ", "A decent standard of living"),
    ArticleSeed(28, Theme.LEARNING, "ការអប់រំសម្រាប់ទាំងអស់គ្នា", "Education for all"),
    ArticleSeed(29, Theme.LEARNING, "គោលបំណងនៃការអប់រំ", "What education is for"),
    ArticleSeed(30, Theme.LEARNING, "វប្បធម៌ ភាសា និងសាសនាជនជាតិភាគតិច", "Culture, language and religion of minorities"),
    ArticleSeed(31, Theme.LEARNING, "ការសម្រាក ការលេង និងសិល្បៈ", "Rest, play, culture and arts"),
    ArticleSeed(32, Theme.PROTECTION, "ការងារដែលធ្វើឱ្យកុមាររងគ្រោះ", "Work that harms children"),
    ArticleSeed(33, Theme.PROTECTION, "ការការពារពីគ្រឿងញៀន", "Harmful drugs"),
    ArticleSeed(34, Theme.PROTECTION, "ការការពារពីការរំលោភបំពានផ្លូវភេទ", "Sexual abuse and exploitation"),
    ArticleSeed(35, Theme.PROTECTION, "ការចាប់ពង្រត់ ការលក់ និងការជួញដូរកុមារ", "Abduction, sale and trafficking"),
    ArticleSeed(36, Theme.PROTECTION, "ការកេងប្រវ័ញ្ចគ្រប់បែបយ៉ាង", "Every other exploitation"),
    ArticleSeed(37, Theme.PROTECTION, "គ្មានទារុណកម្ម និងការឃុំខ្លួនតាមអំពើចិត្ត", "No torture and limits on detention"),
    ArticleSeed(38, Theme.PROTECTION, "ការការពារកុមារពេលមានសង្គ្រាម", "Protection in war"),
    ArticleSeed(39, Theme.PROTECTION, "ការជួយស្តារឡើងវិញក្រោយរងគ្រោះ", "Recovery after harm"),
    ArticleSeed(40, Theme.PROTECTION, "យុត្តិធម៌ពេលកុមារត្រូវគេចោទ", "Fair treatment when accused"),
    ArticleSeed(41, Theme.BASICS, "ច្បាប់ណាល្អជាងសម្រាប់កុមារ យកច្បាប់នោះ", "The law that is better for children counts"),
    ArticleSeed(42, Theme.BASICS, "មនុស្សគ្រប់គ្នាត្រូវស្គាល់សិទ្ធិទាំងនេះ", "Everyone should know these rights"),
    ArticleSeed(43, Theme.WORKING, "គណៈកម្មាធិការសិទ្ធិកុមារ", "The Committee on children's rights"),
    ArticleSeed(44, Theme.WORKING, "របាយការណ៍របស់រដ្ឋ", "The states report"),
    ArticleSeed(45, Theme.WORKING, "កិច្ចសហការរបស់អង្គការសហប្រជាជាតិ", "The United Nations work together"),
    ArticleSeed(46, Theme.WORKING, "ការចុះហត្ថលេខា", "Signing the Convention"),
    ArticleSeed(47, Theme.WORKING, "ការផ្តល់សច្ចាប័ន", "Ratifying the Convention"),
    ArticleSeed(48, Theme.WORKING, "ការចូលជាភាគីពេលក្រោយ", "Joining the Convention later"),
    ArticleSeed(49, Theme.WORKING, "ការចូលជាធរមាន", "When the Convention takes effect"),
    ArticleSeed(50, Theme.WORKING, "ការកែប្រែអនុសញ្ញា", "Changing the Convention"),
    ArticleSeed(51, Theme.WORKING, "ការដាក់លក្ខខណ្ឌ", "Reservations"),
    ArticleSeed(52, Theme.WORKING, "ការដកខ្លួនចេញ", "Leaving the Convention"),
    ArticleSeed(53, Theme.WORKING, "អ្នកថែរក្សាអនុសញ្ញា", "Who keeps the Convention"),
    ArticleSeed(54, Theme.WORKING, "ភាសានៃអនុសញ្ញា", "The languages of the Convention"),
)

ACTIVITIES = (
    ActivitySeed("rights_awareness", "ការផ្សព្វផ្សាយសិទ្ធិកុមារ", "Child rights awareness"),
    ActivitySeed("self_protection", "ការរៀនការពារខ្លួន", "Self-protection training"),
    ActivitySeed("peer_education", "ការអប់រំពីមិត្តដល់មិត្ត", "Peer education"),
    ActivitySeed("learning_session", "ការរៀនប្រចាំខែ", "Monthly learning session"),
    ActivitySeed("problem_solving", "ការដោះស្រាយបញ្ហាភូមិតាមប្រាំមួយជំហាន", "Solving a village problem in six steps"),
    ActivitySeed("theatre", "ល្ខោន", "Theatre"),
    ActivitySeed("broadcast", "ការផ្សាយតាមវិទ្យុ ឬឧឃោសនសព្ទ", "Radio or loudspeaker session"),
    ActivitySeed("village_campaign", "យុទ្ធនាការនៅភូមិ", "Village campaign"),
    ActivitySeed("study_visit", "ទស្សនកិច្ចសិក្សារវាងក្លឹប", "Study visit between clubs"),
    ActivitySeed("investment_plan", "ការចូលរួមក្នុងកម្មវិធីវិនិយោគឃុំ", "Taking part in the commune investment plan"),
    ActivitySeed("action_research", "ការស្រាវជ្រាវ និងការធ្វើសកម្មភាព", "Action research"),
    ActivitySeed("birth_registration", "យុទ្ធនាការចុះបញ្ជីកំណើត", "Birth registration drive"),
    ActivitySeed("school_enrolment", "យុទ្ធនាការចូលរៀន", "School enrolment drive"),
    ActivitySeed("hygiene", "អនាម័យ", "Hygiene"),
    ActivitySeed("environment", "ការថែរក្សាបរិស្ថាន", "Environment"),
    ActivitySeed("childrens_day", "ទិវាកុមារអន្តរជាតិ", "International Children's Day"),
)
# fmt: on
