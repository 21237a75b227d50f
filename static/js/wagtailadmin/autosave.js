// Wagtail saves a new page by itself, half a second after the last letter. Until its answer is here the form does not
// know that the page exists, so a click on "Save draft" would make it a second time, and be refused because its address
// is taken. On a slow network that is seconds. The click therefore waits for the answer and goes out after it.

let isSaving = false;
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
  if (!event.defaultPrevented) isSaving = true;
});
window.addEventListener("w-autosave:success", release);
window.addEventListener("w-autosave:error", release);

window.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!isSaving || !form.matches("form[data-controller~='w-autosave']")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    held = { form, submitter: event.submitter };
  },
  true,
);
