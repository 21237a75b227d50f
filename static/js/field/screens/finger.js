/** Opening with finger or face is set up: the PIN first, then the phone asks by itself. */
import { announce, go, say } from "../dom.js";
import { set } from "../finger.js";
import { pad } from "./doors.js";

export const show = () =>
  pad({
    title: "pin-old",
    lead: "finger-lead",
    async done(pin) {
      const { ok, kept, left } = await set(pin, document.title);
      if (!ok) return left ? say("pin-wrong", { number: left }) : say("pin-wiped");
      announce(say(kept ? "finger-set" : kept === false ? "finger-cannot" : "finger-not-set"));
      go("#phone");
      return "";
    },
  });
