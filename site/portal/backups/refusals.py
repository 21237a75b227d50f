"""Why a backup is not made or not restored: one sentence each, for whoever typed the command."""


class Refused(Exception):
    """Nothing was touched; the text says what to do."""


class Damaged(Refused):
    """The archive is not what a backup wrote."""

    def __init__(self, what: str) -> None:
        super().__init__(f"This archive is damaged: {what}. Nothing was touched; take another copy of the backup.")
