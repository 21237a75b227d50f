"""What figures keep of people: every column of this package."""

from accounts.retention.personal import STAFF, Kept, PrivacyClass, Purpose, declare

FACT = Kept(Purpose.FIGURES, PrivacyClass.RESTRICTED, "identity")
"""A person by number, in no list and on no page; the number leads to nobody once the person is forgotten."""

declare(
    "reports.CountedFact",
    {FACT: "key happened_on sex age_group difficulty"},
    plain="id indicator project group quarter area part value",
)
declare(
    "reports.CountedGroup",
    plain="group area supports",
)
declare(
    "reports.DhisCode",
    plain="id indicator split group data_element option_combo counts",
)
declare(
    "reports.DhisPlace",
    plain="id area org_unit",
)
declare(
    "reports.DhisSystem",
    plain="id data_set id_scheme place_scheme attribute_option_combo level marks_complete",
)
declare(
    "reports.FoldState",
    plain="id last_step gaps folded_at look_from looked_at",
)
declare(
    "reports.FrozenCell",
    plain="id frozen indicator project area level sex age_group difficulty part value to_date",
)
declare(
    "reports.FrozenQuarter",
    {STAFF: "frozen_by"},
    plain="id quarter version frozen_at rules reasons note",
)
declare(
    "reports.Indicator",
    plain="id code name_km name_en level unit measure formula sessions topic kind splits sdg donor_codes "
    "counts_km counts_en limits_km limits_en position is_active kept_rule",
)
declare(
    "reports.KeptCell",
    plain="id indicator project quarter area level sex age_group difficulty part value",
)
declare(
    "reports.KeptTotal",
    plain="id indicator project quarter area level value",
)
declare(
    "reports.PublicSnapshot",
    plain="id counted_on made_at clubs councils networks communes children girls boys",
)
declare(
    "reports.SettledFact",
    {FACT: "person_id happened_on sex age_group difficulty"},
    plain="id indicator project group quarter area part",
)
declare(
    "reports.ShownFigure",
    plain="id frozen indicator area split group is_of_people value",
)
declare(
    "reports.SnapshotArea",
    plain="id snapshot area clubs councils networks children girls boys",
)
declare(
    "reports.SnapshotCouncil",
    plain="id snapshot area number level members posts seats is_seat_free voices",
)
declare(
    "reports.SurveyResult",
    {STAFF: "entered_by taken_back_by"},
    plain="id indicator area held_on value method sample_size evidence carried_out_by entered_at taken_back_at",
)
declare(
    "reports.Target",
    plain="id indicator project area value began_on ended_on baseline baseline_on",
)
