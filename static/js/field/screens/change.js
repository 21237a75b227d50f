/** Another PIN: the one of today, then the new one twice. */
import { announce, go, say, tell } from "../dom.js";
import { WeakPin, change } from "../pin.js";
import { pad } from "./doors.js";

export function show() {
  const given = [];
  const screen = pad({
    title: "pin-old",
    lead: "pin-old-lead",
    async done(pin) {
      given.push(pin);
      const asks = ["pin-old", "pin-new", "pin-again"][given.length] ?? "pin-old";
      tell(screen.root, { title: say(asks), lead: say(`${asks}-lead`) });
      if (given.length < 3) return "";
      const [old, fresh, again] = given.splice(0);
      if (fresh !== again) return say("pin-differs");
      try {
        const answer = await change(old, fresh);
        if (!answer.ok) return say("pin-wrong", { number: answer.left });
      } catch (error) {
        if (error instanceof WeakPin) return say("pin-weak");
        throw error;
      }
      announce(say("pin-changed"));
      go("#home");
      return "";
    },
  });
  return screen;
}
