/* Leaves the page at once: blank first, then a page that anybody may be seen with, in place of this one in the history.
   By the links marked data-leave, or by pressing Shift three times. Without a script the links are plain links. Without
   internet, where nothing was saved that could answer, the page stays blank. */

const PRESSES = 3;
const WITHIN_MILLISECONDS = 3000;

let presses = [];

function leave(address) {
  document.title = " ";
  document.body.replaceChildren();
  const isAnswered = navigator.onLine || navigator.serviceWorker?.controller;
  window.location.replace(isAnswered ? address : "about:blank");
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-leave]");
  if (link) {
    event.preventDefault();
    leave(link.href);
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Shift") {
    presses = [];
    return;
  }
  if (event.repeat) return;
  presses = [...presses, event.timeStamp].filter((moment) => event.timeStamp - moment < WITHIN_MILLISECONDS);
  if (presses.length >= PRESSES) leave(document.querySelector("[data-leave]").href);
});
