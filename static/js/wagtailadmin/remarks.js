// The remarks in the side panel of the page editor: read when the page opens, and again whenever a draft is saved.

const place = document.querySelector("[data-remarks]");

async function read() {
  const answer = await fetch(place.dataset.remarks, { credentials: "same-origin" });
  if (answer.ok) {
    place.innerHTML = await answer.text();
  }
}

if (place) {
  document.addEventListener("w-autosave:success", read);
  read();
}
