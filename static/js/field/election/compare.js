/** Two results of one election side by side, and the two ways on: votes cannot be put together. */
import { announce, at, copy, go, say } from "../dom.js";
import { outbox } from "../outbox.js";
import { recordOf } from "./state.js";

const votesOf = (record, key) => (record.rounds.length ? record.rounds.map((round) => round.votes[key] ?? "–").join(" · ") : "–");

export function compare(mine, theirs, row) {
  const root = copy("two-results");
  const own = new Map(theirs.candidates.map((one) => [one.person, one.id]));
  const spoilt = (record) => record.rounds.map((round) => round.spoilt).join(" · ") || "–";
  const lines = [
    ...mine.candidates.map((one) => [one.name, votesOf(mine, one.id), votesOf(theirs, own.get(one.person))]),
    [say("election-spoilt"), spoilt(mine), spoilt(theirs)],
  ];
  at(root, "rows").append(...lines.map(([what, one, other]) => copy("difference", { what, mine: one, theirs: other })));
  const finish = () => {
    announce(say("election-saved"));
    go("#home");
  };
  at(root, "mine").onclick = async () => {
    const resolves = { record: row.id, election: theirs.id, version: theirs.version, choice: "keep_mine" };
    await outbox.save("election", { ...recordOf(mine), resolves }, { group: mine.group, replaces: row.id });
    finish();
  };
  at(root, "theirs").onclick = async () => {
    await outbox.save("set_aside", { record: row.id, meeting: theirs.id }, { group: mine.group, replaces: row.id });
    finish();
  };
  return root;
}
