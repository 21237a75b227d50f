/** After the first PIN: whether the app works without network yet, whether the browser keeps what is saved, and how to put the app on the home screen. */
import { state } from "../contact.js";
import { at, copy, go, say } from "../dom.js";
import { whole } from "../install.js";
import { installing } from "./doors.js";

export const persistedWords = (answer) => say(answer == null ? "kept-unknown" : answer ? "kept-yes" : "kept-no");

export async function show() {
  const { persisted } = await state();
  const asked = installing();
  const root = copy("kept", { persisted: persistedWords(persisted) });
  const kept = whole();
  at(root, "fetching").hidden = !kept;
  kept?.then(() => (at(root, "fetching").hidden = true));
  at(root, "persisted").dataset.tone = persisted ? "ok" : "warn";
  at(root, "install").hidden = !asked;
  at(root, "how").hidden = !!asked;
  return {
    name: "home",
    root,
    actions: {
      async install() {
        asked.prompt();
        await asked.userChoice;
        go("#home");
      },
    },
  };
}
