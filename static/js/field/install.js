/**
 * The app on the phone itself: its files kept for times without network, and new versions.
 *
 * install() → boolean   once, at the very start of the app, before anything is shown. True: a newer version that was already
 *                       complete is being applied and the page loads anew; do nothing more. Emits "update" when a newer
 *                       version has been fetched: it is applied at the next start.
 * whole() → a promise   kept once every file lies on the phone and the next thing asked for comes from there. Null where the
 *                       browser keeps nothing.
 */
import { emit } from "./store.js";

export async function install() {
  const workers = navigator.serviceWorker;
  if (!workers) return false;
  try {
    const { waiting } = (await workers.getRegistration("/field/")) ?? {};
    if (waiting && workers.controller && (await applied(workers, waiting))) {
      location.reload();
      return true;
    }
  } catch {
    return false; // the browser keeps nothing: the app runs all the same
  }
  keep(workers);
  return false;
}

export const whole = () => navigator.serviceWorker?.ready.then(({ active }) => active.state === "activated" || took(active));

/** A worker answers for the page only at the end of its activation. */
const took = (worker) =>
  new Promise((done) => worker.addEventListener("statechange", () => worker.state === "activated" && done(true)));

/** Only once everything of this page is there: on a slow line the files for later would be in its way. */
async function keep(workers) {
  if (document.readyState !== "complete") await new Promise((go) => addEventListener("load", go, { once: true }));
  const sends = "SyncManager" in window;
  const how = { scope: "/field/", type: sends ? "module" : "classic", updateViaCache: "none" };
  const ours = await workers.register(`/field/sw.js${sends ? "?sync" : ""}`, how).catch(() => null);
  if (!ours) return; // no network at the first visit, or no room: the next start tries again
  const watch = (fresh) =>
    fresh?.addEventListener("statechange", () => fresh.state === "installed" && workers.controller && emit("update"));
  watch(ours.installing);
  ours.addEventListener("updatefound", () => watch(ours.installing));
}

/** Whether the waiting version took over; it does not while another page of the app is open. */
const applied = (workers, waiting) =>
  new Promise((done) => {
    workers.addEventListener("controllerchange", () => done(true), { once: true });
    setTimeout(done, 1500, false);
    waiting.postMessage("apply");
  });
