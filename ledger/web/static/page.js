/** Small comforts on top of pages that are whole without them: copying a hash, checking a bundle. */

const COPIED_MS = 1200;

document.addEventListener("click", async (event) => {
  const code = event.target.closest("code[data-full]");
  if (!code || event.target.closest("a")) return;
  try {
    await navigator.clipboard.writeText(code.dataset.full);
  } catch {
    return; // the whole hash is in the title, and in print
  }
  code.classList.add("copied");
  setTimeout(() => code.classList.remove("copied"), COPIED_MS);
});
