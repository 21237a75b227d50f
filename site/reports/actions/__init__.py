"""What is done with figures."""

from .snapshots import is_due, publish_snapshot

__all__ = ["is_due", "publish_snapshot"]
