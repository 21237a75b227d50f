/** What this phone keeps, and how safe it is. */
import { state } from "../contact.js";
import { announce, at, copy, go, say, tell } from "../dom.js";
import { offered, remove } from "../finger.js";
import { outbox } from "../outbox.js";
import { me } from "../roster.js";
import { persist } from "../store.js";
import { dayWords, isoOf } from "./days.js";
import { persistedWords } from "./kept.js";

export async function show() {
  const [now, rows, user, isOffered] = await Promise.all([state(), outbox.list(), me(), offered()]);
  const unsent = rows.filter((row) => ["waiting", "conflict", "refused"].includes(row.state)).length;
  const receipts = rows.filter((row) => row.receipt && row.kind !== "note");
  const root = copy("phone", {
    user: user?.name ?? "",
    unsent: String(unsent),
    persisted: persistedWords(now.persisted),
    expires: now.device?.expires_on ? dayWords(now.device.expires_on) : say("not-said"),
    version: document.body.dataset.version.slice(0, 8),
  });
  at(root, "persist").hidden = !!now.persisted;
  at(root, "finger").hidden = !now.hasFinger && !isOffered;
  at(root, "finger-set").hidden = now.hasFinger;
  at(root, "finger-off").hidden = !now.hasFinger;
  at(root, "none").hidden = receipts.length > 0;
  at(root, "receipts").append(
    ...receipts.map((row) => {
      const line = document.createElement("li");
      const number = document.createElement("b");
      number.className = "number";
      number.textContent = row.receipt;
      line.append(number, ` ${say(`kind-${row.kind}`)}, ${dayWords(isoOf(new Date(row.at)))}`);
      return line;
    }),
  );
  return {
    root,
    actions: {
      async persist() {
        const words = persistedWords(await persist());
        tell(root, { persisted: words });
        announce(words);
      },
      finger: () => go("#finger"),
      async "finger-off"() {
        await remove();
        announce(say("finger-gone"));
        go("#phone");
      },
    },
  };
}
