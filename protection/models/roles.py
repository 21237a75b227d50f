"""The name of a role that is kept by its key."""

from accounts.roles import ROLES


def role_name(key: str) -> str:
    """The name of a role; of one that is no more, its key."""
    return str(ROLES[key].name) if key in ROLES else key
