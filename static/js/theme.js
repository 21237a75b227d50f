// The reader's choice of brightness, kept on this device. Without a choice the device decides.
const KEPT = "theme";
const root = document.documentElement;

function kept() {
  try {
    return localStorage.getItem(KEPT) ?? "system";
  } catch {
    return "system";
  }
}

function show(choice) {
  if (choice === "light" || choice === "dark") root.dataset.theme = choice;
  else delete root.dataset.theme;
  for (const button of document.querySelectorAll("[data-theme-choice] button")) {
    button.setAttribute("aria-pressed", String(button.value === choice));
  }
}

function choose(event) {
  const choice = event.currentTarget.value;
  try {
    localStorage.setItem(KEPT, choice);
  } catch {
    // A browser that keeps nothing still shows the choice on this page.
  }
  show(choice);
}

function offer() {
  for (const group of document.querySelectorAll("[data-theme-choice]")) {
    group.hidden = false;
    for (const button of group.querySelectorAll("button")) button.addEventListener("click", choose);
  }
  show(kept());
}

show(kept());
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", offer);
else offer();
