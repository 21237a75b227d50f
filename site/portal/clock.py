"""Something that is done again and again beside other work. A time that it fails at is told and does not end it."""

import logging
import threading
from collections.abc import Callable

from django.db import connections

from freshness.marks import marks

log = logging.getLogger(__name__)


class Clock(threading.Thread):
    """Does ``what`` at once and then every so many seconds, until it is ``over``."""

    def __init__(self, what: Callable[[], object], *, seconds: float, over: threading.Event) -> None:
        super().__init__(daemon=True, name="clock")
        self.what, self.seconds, self.over = what, seconds, over

    def run(self) -> None:
        while not self.over.is_set():
            try:
                marks().catch_up()
                self.what()
            except Exception:
                log.exception("What is due could not be done; it is tried again in %s s.", self.seconds)
            finally:
                connections.close_all()  # of this thread
            self.over.wait(self.seconds)
