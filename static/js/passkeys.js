// Passkeys: offered where the browser knows them; a sentence instead of silence where one fails.

if (window.PublicKeyCredential) {
  for (const part of document.querySelectorAll("[data-passkey]")) part.hidden = false;
} else {
  for (const part of document.querySelectorAll("[data-passkey-missing]")) part.hidden = false;
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const words of document.querySelectorAll("[data-passkey-failed]")) words.hidden = false;
});
