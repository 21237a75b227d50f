/** The app starts here: who uses the phone, which screen is shown, the strip at the top, and what every screen offers. */
import { $, $$, announce, choose, download, draw, go, say } from "./dom.js";
import { ask, on, read } from "./store.js";
import { Locked, lock, unlocked } from "./pin.js";
import { Offline, session, state } from "./contact.js";
import { install } from "./install.js";
import { outbox } from "./outbox.js";
import { forgotten, newPin, unlocking, welcome } from "./screens/doors.js";

const SCREENS = {
  home: () => import("./screens/home.js"),
  record: () => import("./screens/record.js"),
  missed: () => import("./screens/missed.js"),
  election: () => import("./screens/election.js"),
  conflict: () => import("./screens/conflict.js"),
  grid: () => import("./screens/grid.js"),
  phone: () => import("./screens/phone.js"),
  pin: () => import("./screens/change.js"),
  finger: () => import("./screens/finger.js"),
  kept: () => import("./screens/kept.js"),
  worried: () => import("./screens/worried.js"),
};
const main = $("#main");
let current = { actions: {} };
let turn = 0;
let sending = false;
let signIn = false;
let held = false;
let news = 0;

try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // no choice of brightness is kept here
}

// --- which screen ----------------------------------------------------------------------------------------------------
const isWorried = () => location.hash === "#worried";

/** The screen of a door, or null once the app is open. The numbers to call stand behind no door. */
async function door() {
  if (unlocked() || isWorried()) return null;
  const now = await state();
  if (now.hasPin && location.hash !== "#new-pin") {
    return location.hash === "#forgotten" ? forgotten() : { ...unlocking(now, route), opensFor: now.user };
  }
  let answer = null;
  let offline = false;
  try {
    answer = await session.check();
  } catch (error) {
    if (!(error instanceof Offline)) throw error;
    offline = true;
  }
  if (!answer) return now.user == null ? welcome(offline) : forgotten();
  held = true; // what the first PIN sets going must not lead away from this page
  return newPin(async () => {
    await refresh();
    held = false;
    go("#kept");
  });
}

async function screen() {
  const sheet = location.pathname.match(/\/sheet\/([0-9a-f-]{36})/);
  const [name, ...rest] = (location.hash.slice(1) || (sheet ? `grid/${sheet[1]}` : "home")).split("/");
  const module = await (SCREENS[name] ?? SCREENS.home)();
  return module.show(...rest);
}

async function route() {
  if (held) return;
  const mine = ++turn;
  const known = news;
  let next;
  try {
    await current.leave?.(); // what was typed is kept before another screen asks for it
    current.leave = null;
    next = (await door()) ?? (await screen());
  } catch (error) {
    console.warn(error.name, error.message);
    if (mine !== turn) return;
    if (await choose(say("failed-title"), say("failed"), [["ok", say("ok")]])) go("#home");
    return;
  }
  if (mine !== turn) return next.leave?.();
  current = { actions: {}, ...next };
  main.replaceChildren(next.root);
  const inside = isWorried() || (unlocked() && next.name !== "home");
  $("#back").hidden = !inside;
  $("#mark").hidden = inside;
  for (const one of $$("[data-open]", $("#menu"))) one.hidden = !unlocked();
  scrollTo(0, 0);
  $("h1", main)?.focus({ preventScroll: true });
  if (news !== known) unlessLocked(current.outbox?.()); // something became of a record while the screen was drawn
  if (signIn) unlessLocked(current.roster?.(true)); // the portal may have asked before the screen stood
  paint();
}

// --- the strip -------------------------------------------------------------------------------------------------------
async function paint() {
  const now = await state();
  const sum = now.user == null ? {} : await outbox.summary();
  const needs = (sum.conflict ?? 0) + (sum.refused ?? 0);
  const waiting = (sum.waiting ?? 0) + needs;
  const looks = [
    [sending, "sending", "upload", "busy"],
    [now.device?.state === "ended", "ended", "warning", "danger"],
    [now.user != null && !now.enrolled && !held, "sign-in", "key", "warn"],
    [needs, "needs", "warning", "warn"],
    [waiting, "unsent", "phone", "wait"],
    [sum.sent || sum.held, "all-sent", "check", "ok"],
    [true, "fresh", "phone", "none"],
  ];
  const [, word, name, tone] = looks.find(([fits]) => fits);
  const number = word === "needs" ? needs : waiting;
  const mixed = { needs: sum.othersNeed, unsent: sum.others }[word];
  const text = say(mixed ? `${word}-records` : word, { number });
  $("#bar").dataset.tone = tone;
  $("#bar").dataset.word = word;
  draw($("#strip"), name);
  if ($("#strip-words").textContent !== text) $("#strip-words").textContent = text;
}

async function send() {
  const { left } = await outbox.send();
  const { conflict, refused, othersNeed } = await outbox.summary();
  const needs = conflict + refused;
  const waits = () => say(othersNeed ? "needs-records" : "needs", { number: needs });
  announce(left !== 0 ? say("not-sent") : needs ? waits() : say("sent-all"));
}

async function saveCopy() {
  const files = await outbox.copy();
  download(files);
  announce(say(files.length ? "copied" : "nothing-to-copy"));
}

const toSignIn = () => location.assign($("#t-welcome").content.querySelector("a").getAttribute("href"));

async function leave() {
  if (!(await choose(say("leave-title"), say("leave-ask"), [["", say("cancel")], ["yes", say("leave-yes")]]))) return;
  await session.leave();
  const signedIn = await session.check().catch(() => null);
  if (!signedIn) return go("#home");
  const form = $("#sign-out");
  form.elements.csrfmiddlewaretoken.value = session.csrf();
  form.submit();
}

const ACTIONS = {
  menu: () => $("#menu").showModal(),
  close: () => $("#menu").close(),
  send,
  copy: saveCopy,
  lock,
  leave,
  forgotten: () => go("#forgotten"),
  unlock: () => go("#home"),
  home: () => go("#home"),
  language: ({ value }) => location.assign(`/field/${value}/${location.hash}`),
  refresh,
  "sign-in": toSignIn,
  async strip() {
    const { word } = $("#bar").dataset;
    if (word === "sign-in") return toSignIn();
    if (word === "unsent") return send();
    if (unlocked()) {
      if (location.hash !== "#home" && location.hash !== "") go("#home");
      $("#kept")?.scrollIntoView();
    }
  },
};

document.addEventListener("click", (event) => {
  const one = event.target.closest?.("[data-do]");
  if (event.target === $("#menu")) $("#menu").close();
  if (!one || one.disabled) return;
  const act = current.actions[one.dataset.do] ?? ACTIONS[one.dataset.do];
  if (one.closest("#menu")) $("#menu").close();
  act?.(one, event);
});

/** A screen that is being left may still ask for what the lock has closed. */
const unlessLocked = (work) =>
  work?.catch((error) => {
    if (!(error instanceof Locked)) throw error;
  });

// --- what happens elsewhere ------------------------------------------------------------------------------------------
addEventListener("hashchange", route);
on("lock", route);
on("user", async () => {
  const { user, hasPin } = await state();
  return hasPin && current.opensFor === user ? paint() : route(); // digits that are pressed already stay
});
on("wiped", () => announce(say("pin-wiped")));
for (const name of ["outbox", "drafts", "device"]) on(name, paint);
on("outbox", () => {
  news += 1;
  unlessLocked(current.outbox?.());
});
on("roster", () => unlessLocked(current.roster?.(signIn)));
on("sending", ({ on: busy }) => {
  sending = busy;
  paint();
});
on("sign-in", () => {
  signIn = true;
  unlessLocked(current.roster?.(true));
  paint();
});
on("update", () => announce(say("update")));
on("blocked", () => announce(say("blocked")));
on("unlock", () => held || refresh());

/** The newest list, and what the portal thinks of this phone; without network all stays as it is. */
async function refresh() {
  const roster = await import("./roster.js");
  signIn = (await roster.refresh()) === "sign-in";
  return unlessLocked(current.roster?.(signIn));
}

/** Somebody else may have signed in since: the phone then belongs to them and shows nothing of the one before. */
async function greet() {
  const before = await state();
  if (before.user == null || !(await session.check().catch(() => null))) return;
  const now = await state();
  const isActive = now.enrolled && now.device?.state === "active";
  if (now.user === before.user && now.hasPin && !isActive) await session.enrol();
}

async function start() {
  if (await install()) return;
  await route();
  outbox.start();
  if (await read("rosters", (rosters) => ask(rosters.count()))) (await import("./roster.js")).expire();
  await greet();
}

start().catch((error) => console.warn(error.name, error.message));
