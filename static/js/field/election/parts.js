/** What every screen of an election needs: its templates and words, fetched once, and the pictures of candidates. */
import { $, $$, LANGUAGE, copy, words } from "../dom.js";

export const PICTURES = () => $$("[data-picture]", $("#t-pictures").content).map((one) => one.dataset.picture);

let coming = null;

/** From the phone's own copy of the app; without it from the portal. */
export function ready() {
  coming ??= fetch(`/field/${LANGUAGE}/election/`)
    .then((answer) => {
      if (!answer.ok) throw new Error(`election: ${answer.status}`);
      return answer.text();
    })
    .then((text) => {
      const page = new DOMParser().parseFromString(text, "text/html");
      for (const one of $$("[data-w]", $("#election-words", page).content)) words.set(one.dataset.w, one.textContent);
      document.body.append(...$$("template", page));
      const styles = $("link", page);
      return new Promise((done) => {
        styles.onload = styles.onerror = done;
        document.head.append(styles);
      });
    })
    .catch((error) => {
      coming = null;
      throw error;
    });
  return coming;
}

/** The picture of a candidate, else their place on the ballot. */
export function picture(code, place) {
  const one = copy("picture");
  const drawn = code && $(`[data-picture="${code}"]`, $("#t-pictures").content);
  if (drawn) one.replaceChildren(document.importNode(drawn.firstElementChild, true));
  else one.textContent = place ?? "";
  return one;
}
