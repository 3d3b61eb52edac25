// Files that a person chooses or drops.

import { byId } from "./dom.js";

/** `onFiles(files)` takes what was chosen or dropped. */
export function installUpload({ onFiles }) {
  const [drop, input] = [byId("drop"), byId("files")];
  input.addEventListener("change", () => {
    onFiles([...input.files]);
    input.value = ""; // so that the same file can be chosen again
  });
  // A file that misses the field would otherwise take the page's place.
  for (const type of ["dragover", "drop"]) document.addEventListener(type, (event) => event.preventDefault());
  drop.addEventListener("dragover", () => drop.classList.add("over"));
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    drop.classList.remove("over");
    onFiles([...event.dataTransfer.files]);
  });
}
