"""Places say nothing of a person: every column of this package."""

from accounts.retention.personal import declare

declare(
    "places.AdminArea",
    plain="id source dataset_year code level unit_type name_km name_latin name_key parent is_active replaced_by",
)
declare(
    "places.Source",
    plain="key title attribution dataset_year loaded_at is_current",
)
