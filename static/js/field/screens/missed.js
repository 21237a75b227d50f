/** No meeting was held: which day, and one tap on the reason. */
import { now } from "../contact.js";
import { announce, at, copy, go, say, tell, uuid } from "../dom.js";
import { outbox } from "../outbox.js";
import { groups } from "../roster.js";
import { dayWords, isoOf, later, nearWords } from "./days.js";
import { groupName } from "./home.js";

export async function show(groupId) {
  const group = (await groups()).find((one) => one.id === groupId);
  const today = isoOf(await now());
  const planned = group.next?.planned_on;
  let day = planned && planned <= today ? planned : today;
  const root = copy("missed", { group: groupName(group) });
  const set = (value) => {
    if (!value || value > today) return;
    day = value;
    tell(root, { day: dayWords(day, today), near: nearWords(day, today) });
    at(root, "date").value = day;
    at(root, "date").max = today;
    at(root, "later").disabled = day >= today;
  };
  set(day);
  at(root, "date").onchange = ({ target }) => set(target.value);
  return {
    root,
    actions: {
      earlier: () => set(later(day, -1)),
      later: () => set(later(day, 1)),
      async reason({ value }) {
        await outbox.save("missed", { id: uuid(), group: groupId, missed_on: day, reason: value }, { group: groupId });
        const { waiting, others } = await outbox.summary();
        announce(say(others ? "saved-records" : "saved", { number: waiting }));
        go("#home");
      },
    },
  };
}
