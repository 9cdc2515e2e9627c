// A link to the drawing, and a picture of it with its answers.

import { addressWith } from "../shared/address.js";
import { find } from "../shared/elements.js";
import { linkTo } from "./link.js";
import { sheetOf } from "./save.js";

/**
 * @param {HTMLElement} element
 * @param {import("./drawing.js").Drawing} drawing
 * @param {import("./voice.js").Voice} voice
 */
export function setUpSharing(element, drawing, voice) {
  const copy = find(element, "[data-action=copy-link]", HTMLButtonElement);
  const save = find(element, "[data-action=save]", HTMLButtonElement);
  const note = find(element, ".shared", HTMLElement);

  copy.addEventListener("click", async () => {
    const link = linkTo(drawing.marks());
    if (!link) return;
    history.replaceState(null, "", addressWith(link));
    // Browsers give the clipboard only to pages that come by HTTPS or from this machine.
    const copied = await navigator.clipboard?.writeText(location.href).then(
      () => true,
      () => false,
    );
    note.textContent = copied
      ? "Copied. The drawing is in the link itself."
      : "Copy the link from the address bar.";
    voice.say(note.textContent);
  });

  save.addEventListener("click", () => {
    const download = document.createElement("a");
    download.href = sheetOf(element, drawing).toDataURL("image/png");
    download.download = "digit.png";
    download.click();
  });

  function update() {
    note.textContent = "";
    save.disabled = drawing.isBlank();
    copy.disabled = drawing.isBlank() || drawing.marks().some((mark) => "ink" in mark);
  }
  drawing.onChange(update);
  update();
}
