// The address of a page follows its title only where the title has Latin letters: a Khmer one would empty it.

document.addEventListener(
  "w-sync:apply",
  (event) => {
    if (event.target.name === "slug" && event.target.value && !/[a-z0-9]/i.test(event.detail?.value ?? "")) {
      event.preventDefault();
      event.stopPropagation();
    }
  },
  true,
);
