/** Pictures of the meeting, offered only where somebody who was there may be seen. */
import { announce, at, copy, nameOf, say, tell } from "../dom.js";
import { NotAPicture, add, drop, mark, ofMeeting } from "../photos.js";
import { membersOn } from "./marks.js";

export function photosOf({ record, group, root, changed }) {
  const wasThere = ({ id }) => !["absent", "excused"].includes(record.marks[id]);
  const allowed = () => membersOn(group, record.held_on).filter((one) => one.photo && wasThere(one));

  async function paint() {
    const photos = await ofMeeting(record.id);
    const may = allowed();
    at(root, "photo").hidden = !may.length && !photos.length;
    tell(root, { "photo-names": may.map(nameOf).join(", ") });
    at(root, "photos").replaceChildren(
      ...photos.map(({ id, size, shown, state }) => {
        const one = copy("photo", { what: say("photo-what", { size: Math.round(size / 1024) }) });
        const seen = new Set(shown ?? []);
        at(one, "shown").append(
          ...may.map((member) => {
            const chip = document.createElement("button");
            const disabled = state !== "draft";
            Object.assign(chip, { type: "button", className: "chip", textContent: nameOf(member), disabled });
            chip.setAttribute("aria-pressed", String(seen.has(member.id)));
            chip.onclick = async () => {
              if (!seen.delete(member.id)) seen.add(member.id);
              chip.setAttribute("aria-pressed", String(seen.has(member.id)));
              await mark(id, [...seen]);
            };
            return chip;
          }),
        );
        at(one, "remove").hidden = state !== "draft";
        at(one, "remove").onclick = async () => {
          await drop(id);
          paint();
        };
        return one;
      }),
    );
  }

  at(root, "file").onchange = async ({ target }) => {
    const [file] = target.files;
    target.value = "";
    if (!file) return;
    try {
      await add(record.id, file);
      changed();
    } catch (error) {
      announce(say(error instanceof NotAPicture ? "photo-bad" : "full-title"));
    }
    paint();
  };
  root.addEventListener("click", ({ target }) => target.closest(".mark") && paint());
  paint();

  /** Before saving: who was marked absent, or does not belong to that day, is seen on no picture. */
  async function ready() {
    const may = new Set(allowed().map((one) => one.id));
    for (const { id, shown, state } of await ofMeeting(record.id)) {
      const left = shown?.filter((one) => may.has(one));
      if (state === "draft" && left && left.length < shown.length) await mark(id, left);
    }
  }

  return { ready, actions: {} };
}
