/** Puts the text of a chosen file into the field that it is for: the server is sent the text, and no file. */

const MOST_BYTES = 4096;

for (const chooser of document.querySelectorAll("input[data-into]")) {
  const place = chooser.closest(".choose");
  const says = place.querySelector("[role=status]");
  place.hidden = false;
  chooser.addEventListener("change", async () => {
    const [file] = chooser.files;
    if (!file) return;
    if (file.size > MOST_BYTES) {
      says.textContent = `${file.name} has ${file.size} bytes: a document like this has ${MOST_BYTES} at most.`;
      return;
    }
    const target = document.getElementById(chooser.dataset.into);
    target.value = (await file.text()).trim();
    target.dispatchEvent(new Event("input"));
    says.textContent = "Read. Nothing was sent yet.";
  });
}
