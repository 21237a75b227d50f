"""The record of a set-up says nothing of a person: every column of this package."""

from accounts.retention.personal import declare

declare(
    "portal.SetUpStep",
    plain="id name source done_at",
)
