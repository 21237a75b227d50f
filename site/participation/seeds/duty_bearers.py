"""Who answers children, as the bodies around a club are called; an administrator changes and adds."""

DUTY_BEARERS = (
    ("commune-council", "ក្រុមប្រឹក្សាឃុំ/សង្កាត់", "Commune or sangkat council"),
    ("village-chief", "មេភូមិ", "Village chief"),
    ("school", "នាយកសាលា", "School director"),
    ("ccwc", "គណៈកម្មាធិការទទួលបន្ទុកកិច្ចការនារី និងកុមារ ឃុំ/សង្កាត់", "Commune committee for women and children (CCWC)"),
    (
        "wccc",
        "គណៈកម្មាធិការពិគ្រោះយោបល់កិច្ចការស្ត្រី និងកុមារ",
        "District or provincial committee for women and children (WCCC)",
    ),
    ("health-centre", "មណ្ឌលសុខភាព", "Health centre"),
    ("police-post", "ប៉ុស្តិ៍នគរបាល", "Police post"),
    ("district", "រដ្ឋបាលស្រុក/ក្រុង/ខណ្ឌ", "District, town or khan administration"),
    ("programme", "កម្មវិធី", "The programme"),
)
