/** What every screen of an election needs: its templates and words, fetched once, and the pictures of candidates. */
import { $, $$, copy } from "../dom.js";
import { fetched } from "../fetched.js";

export const PICTURES = () => $$("[data-picture]", $("#t-pictures").content).map((one) => one.dataset.picture);

export const ready = () => fetched("election");

/** The picture of a candidate, else their place on the ballot. */
export function picture(code, place) {
  const one = copy("picture");
  const drawn = code && $(`[data-picture="${code}"]`, $("#t-pictures").content);
  if (drawn) one.replaceChildren(document.importNode(drawn.firstElementChild, true));
  else one.textContent = place ?? "";
  return one;
}
