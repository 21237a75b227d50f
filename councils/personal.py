"""What is kept about who stands for and sits in councils: every column of this package."""

from accounts.retention.personal import PERMANENT, STAFF, Kept, PrivacyClass, Purpose, declare

SEATED = Kept(Purpose.REGISTER, PrivacyClass.RESTRICTED, "identity")
"""Who stood and who sat: it stays with the nameless record, for counts."""
HANDED_ON = Kept(Purpose.MINUTES, PrivacyClass.RESTRICTED, PERMANENT)
"""Free words to who comes next, in which no name may stand."""

declare(
    "councils.Candidate",
    {SEATED: "person position pictogram kept_seat elected_to"},
    plain="id election",
)
declare(
    "councils.CouncilProfile",
    plain="group level parent girls_minimum quorum term_months",
)
declare(
    "councils.DrawnLot",
    {SEATED: "drawn"},
    plain="id election number",
)
declare(
    "councils.DrawnLot_among",
    {SEATED: "candidate"},
    plain="id drawnlot",
)
declare(
    "councils.Election",
    {STAFF: "created_by recorded_by confirmed_by"},
    plain="id council held_on method girls_minimum quorum began_on ends_on status created_at recorded_at "
    "confirmed_at version",
)
declare(
    "councils.ElectionRound",
    plain="id election number girls_present boys_present ballots spoilt",
)
declare(
    "councils.Election_seats",
    plain="id election seat",
)
declare(
    "councils.FillingMethod",
    plain="id code name_km name_en position is_active is_election",
)
declare(
    "councils.Mandate",
    {
        SEATED: "person seat method began_on ended_on end_reason",
        HANDED_ON: "handover_1 handover_2 handover_3",
        STAFF: "ended_by created_by",
    },
    plain="id council election_id ends_on end_told_on created_at",
)
declare(
    "councils.Representation",
    {STAFF: "created_by"},
    plain="id council body seat began_on ended_on created_at",
)
declare(
    "councils.RepresentedBody",
    plain="id code name_km name_en position is_active",
)
declare(
    "councils.Seat",
    {STAFF: "created_by"},
    plain="id council number title_km title_en kept_for kept_label kept_club began_on ended_on created_at",
)
declare(
    "councils.Tally",
    {SEATED: "candidate votes"},
    plain="id round",
)
