// Wagtail saves a new page by itself, half a second after the last letter. Until its answer is here the form does not
// know that the page exists, so a click on "Save draft" would make it a second time, and be refused because its address
// is taken. On a slow network that is seconds. The click therefore waits for the answer and goes out after it. Once it is
// out nothing is saved beside it: that would be refused, because it follows a version that is no longer the newest.

let isSaving = false;
let isLeaving = false;
let held = null;

function release() {
  isSaving = false;
  if (!held) return;
  const { form, submitter } = held;
  held = null;
  const wasDisabled = submitter?.disabled;
  if (wasDisabled) submitter.disabled = false; // a button at rest would not be told to the server
  form.requestSubmit(submitter);
  if (wasDisabled) submitter.disabled = true;
}

window.addEventListener("w-autosave:save", (event) => {
  if (isLeaving) event.preventDefault();
  if (!event.defaultPrevented) isSaving = true;
});
window.addEventListener("w-autosave:success", release);
window.addEventListener("w-autosave:error", release);

const isEditor = (form) => form.matches("form[data-controller~='w-autosave']");

window.addEventListener("submit", (event) => {
  if (isEditor(event.target) && !event.defaultPrevented) isLeaving = true;
});
window.addEventListener("pageshow", () => {
  isLeaving = false; // back from the next page, as it was left
});

window.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!isSaving || !isEditor(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    held = { form, submitter: event.submitter };
  },
  true,
);
