/** Keeps what is typed in this tab, so that it is still there after a reload, a page that failed, or a deadline. */

const KEY = `ombud/draft${location.pathname}/`;

for (const field of document.querySelectorAll("[data-draft]")) {
  const name = KEY + field.id;
  if (field.dataset.done === sessionStorage.getItem(name)) sessionStorage.removeItem(name); // it arrived
  if (!field.value) field.value = sessionStorage.getItem(name) ?? "";
  field.addEventListener("input", () => sessionStorage.setItem(name, field.value));
}

document.addEventListener("mined", () => {
  for (const field of document.querySelectorAll("[data-draft]")) sessionStorage.removeItem(KEY + field.id);
});
