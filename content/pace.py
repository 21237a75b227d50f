"""How often one address may ask in a minute. Counted in the memory of each process and forgotten with the minute."""

import time
from collections import Counter

MINUTE = 60


class Pace:
    """``pace.allows(address)``: at most ``most`` times a minute for each process."""

    def __init__(self, most: int) -> None:
        self.most, self.minute = most, 0
        self.asked: Counter[str] = Counter()

    def allows(self, address: str) -> bool:
        minute = int(time.monotonic() // MINUTE)
        if minute != self.minute:
            self.minute, self.asked = minute, Counter()
        self.asked[address] += 1
        return self.asked[address] <= self.most
