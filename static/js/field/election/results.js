/** What came of the votes: who is elected, in the order of votes, with what decided beside the number. */
import { $, at, copy, draw, say } from "../dom.js";
import { picture } from "./parts.js";

export function results(place, { candidates, rounds, lots, quorum }, { elected, tie, gaveWay, movedUp, girlsShort, emptySeats }) {
  const root = copy("outcome");
  const first = rounds[0].votes;
  const order = [...candidates].sort((one, other) => elected.includes(other.id) - elected.includes(one.id) || first[other.id] - first[one.id]);
  at(root, "rows").append(
    ...order.map((one) => {
      const votes = rounds.map((round) => round.votes[one.id]).filter((number) => number != null);
      const why = [
        [tie.includes(one.id), "election-is-tied"],
        [movedUp.includes(one.id), "election-moved-up"],
        [gaveWay.includes(one.id), "election-gave-way"],
        [lots.some((lot) => lot.drawn === one.id), "election-was-drawn"],
      ];
      const row = copy("outcome-row", {
        name: one.name,
        votes: votes.join(" · "),
        why: why.filter(([is]) => is).map(([, word]) => say(word)).join(" "),
      });
      row.dataset.elected = elected.includes(one.id);
      $(".outcome-picture", row).append(picture(one.pictogram, one.place));
      draw(at(row, "sign"), elected.includes(one.id) ? "check" : tie.includes(one.id) ? "question" : "minus");
      return row;
    }),
  );
  const { ballots, spoilt, girls_present: girls, boys_present: boys } = rounds.at(-1);
  const lines = [
    say("election-counted", { number: ballots, of: girls + boys, spoilt }),
    rounds.some((round) => round.girls_present + round.boys_present < quorum) ? say("election-too-few", { number: quorum }) : "",
    girlsShort ? say("election-girls-short", { number: girlsShort }) : "",
    !tie.length && emptySeats ? say("election-empty", { number: emptySeats }) : "",
  ];
  at(root, "lines").append(
    ...lines.filter(Boolean).map((words) => {
      const line = document.createElement("p");
      line.textContent = words;
      return line;
    }),
  );
  place.replaceChildren(root);
}
