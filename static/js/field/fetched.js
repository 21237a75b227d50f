/**
 * A part of the app that is fetched when it is asked for, from the phone's own copy of the app; without it from the portal.
 *
 * fetched(name) → its page     templates and styles stand in the app then, and its words (`#<name>-words`) can be said
 */
import { $, $$, LANGUAGE, words } from "./dom.js";

const coming = new Map();

export function fetched(name) {
  if (!coming.has(name)) {
    const part = fetch(`/field/${LANGUAGE}/${name}/`).then((answer) => {
      if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
      return answer.text();
    });
    coming.set(name, part.then((text) => placed(name, text)));
    coming.get(name).catch(() => coming.delete(name));
  }
  return coming.get(name);
}

async function placed(name, text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  for (const one of $$("[data-w]", $(`#${name}-words`, page).content)) words.set(one.dataset.w, one.textContent);
  document.body.append(...$$("template", page));
  await Promise.all(
    $$("link", page).map((styles) => {
      const done = new Promise((go) => (styles.onload = styles.onerror = go));
      document.head.append(styles);
      return done;
    }),
  );
  return page;
}
