"""A search for whatever ties a vote to a voter, in all that an election leaves on phone and portal and in logs."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from django.apps import apps
from django.core import serializers

RUN = 3
"""So many votes in the order in which they were cast are no accident: see ``Vote.order_is_told_by``."""
LEAST = 3
"""What is written next must differ by at least so many ballots, or a version beside the next tells a vote."""
ISO = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?")
EPOCH = re.compile(r"(?<![\d.])1\d{9}(?:\d{3})?(?:\.\d+)?(?!\d)")

LISTEN = """(() => {
  window.sealed = [];
  const seal = SubtleCrypto.prototype.encrypt;
  SubtleCrypto.prototype.encrypt = function (how, key, data) {
    window.sealed.push(new TextDecoder().decode(data));
    return seal.call(this, how, key, data);
  };
})()"""
"""Every text that the page seals, in order: the storage of a browser keeps old versions of a row for a while."""
STORED = """async () => {
  const rows = [];
  const open = indexedDB.open("field");
  const db = await new Promise((yes, no) => { open.onsuccess = () => yes(open.result); open.onerror = no; });
  const [pin, seal] = await Promise.all([import("/static/js/field/pin.js"), import("/static/js/field/seal.js")]);
  const keys = pin.unlocked();
  for (const name of db.objectStoreNames) {
    const all = await new Promise((yes) => {
      db.transaction(name).objectStore(name).getAll().onsuccess = (event) => yes(event.target.result);
    });
    for (const row of all) {
      const opened = {};
      for (const part of ["screen", "list", "rest", "theirs"]) {
        if (row?.[part]?.iv) opened[part] = await seal.reveal(row[part], keys.hide).catch(() => null);
      }
      const { sealed } = row ?? {};
      if (sealed && seal.canOpen(sealed)) opened.sealed = await seal.open(sealed, keys.wrap).catch(() => null);
      rows.push([`indexeddb ${name}`, JSON.stringify({ ...row, ...opened })]);
    }
  }
  for (const [name, store] of [["local", localStorage], ["session", sessionStorage]]) {
    for (const [key, value] of Object.entries(store)) rows.push([`${name} ${key}`, value]);
  }
  for (const key of await caches.keys()) {
    const cache = await caches.open(key);
    for (const request of await cache.keys()) rows.push([`cache ${key}`, request.url]);
  }
  db.close();
  return rows;
}"""
"""All that lies in the browser, opened with the keys of the phone: what its owner could read with every means."""


@dataclass(frozen=True)
class Vote:
    """What an onlooker knows: who came, from when to when they voted, and (the test alone) in which order for whom."""

    began: datetime
    ended: datetime
    choices: list[str]
    voters: frozenset[str]

    def order_is_told_by(self, text: str) -> bool:
        """Whether some candidates stand in the order in which votes were given to them."""
        known = set(self.choices) - {""}
        named = [word for word in re.findall(r"[0-9a-f-]{36}", text) if word in known]
        given = [choice for choice in self.choices if choice]
        runs = {tuple(given[at : at + RUN]) for at in range(len(given) - RUN + 1)}
        return any(tuple(named[at : at + RUN]) in runs for at in range(len(named) - RUN + 1))

    def moments_in(self, text: str) -> list[str]:
        """Hours within the voting, however they are written."""
        found = []
        for written in ISO.findall(text):
            moment = datetime.fromisoformat(written.replace(" ", "T"))
            moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            found += [written] if self.began <= moment <= self.ended else []
        for written in EPOCH.findall(text):
            seconds = float(written) / (1000 if len(written.split(".")[0]) == 13 else 1)
            found += [written] if self.began.timestamp() <= seconds <= self.ended.timestamp() else []
        return found


def links(found: Iterable[tuple[str, str]], vote: Vote, states: Iterable[str] = ()) -> list[str]:
    """What ties a vote to a voter in texts (where they were found, and what they say), and in successive ``states``."""
    told = []
    for place, text in found:
        told += [f"{place}: an hour: {moment}" for moment in vote.moments_in(text)]
        if vote.order_is_told_by(text):
            told.append(f"{place}: the order of votes")
        chosen = set(vote.choices) - {""}
        if any(voter in text for voter in vote.voters) and any(choice in text for choice in chosen):
            told.append(f"{place}: a voter beside a candidate")
    boxes = [box for box in map(box_of, states) if box]
    for before, after in pairwise(boxes):
        more = after["ballots"] - before["ballots"]
        if 0 < more < LEAST:
            told.append(f"states: {more} ballots from one to the next")
        if set(after) - {"counts", "spoilt", "ballots", "cast"}:
            told.append(f"states: more than counts: {sorted(after)}")
    return told


def box_of(state: str) -> dict | None:
    """The ballot box within what was sealed; nothing else that is sealed has one."""
    try:
        voting = json.loads(state).get("voting")
    except (ValueError, AttributeError):
        return None
    return voting and voting.get("box")


# --- what is searched -------------------------------------------------------------------------------------------------
def rows_of_the_portal() -> list[tuple[str, str]]:
    """Every row of every table."""
    models = apps.get_models(include_auto_created=True)
    return [
        (f"table {model._meta.label}", row)
        for model in models
        if model._meta.managed and not model._meta.proxy
        for row in (serializers.serialize("json", [each]) for each in model._base_manager.all())
    ]


def fresh(before: list, after: list) -> list[tuple[str, str]]:
    known = {(place, text) for place, text in before}
    return [(place, text) for place, text in after if (place, text) not in known]
