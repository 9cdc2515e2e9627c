// Files with pictures: chosen, photographed, pasted or dropped anywhere on the page.

import { find } from "../shared/elements.js";
import { contextOf } from "./ink.js";

const LONGEST = 640; // pixels, of a picture that is sent: more than the server looks at
const GONE = 500; // milliseconds without a word of a file that is dragged until it has left

/**
 * @param {HTMLElement} element
 * @param {(file: File) => void} listener
 */
export function onFile(element, listener) {
  for (const name of ["picture", "photo"]) {
    const input = find(element, `[data-input=${name}]`, HTMLInputElement);
    const button = find(element, `[data-action=${name}]`, HTMLButtonElement);
    button.addEventListener("click", () => input.click());
    input.addEventListener("change", () => {
      if (input.files?.[0]) listener(input.files[0]);
      input.value = ""; // the same file may be chosen again
    });
  }

  /**
   * @param {Event} event
   * @param {DataTransfer | null} data
   */
  function take(event, data) {
    const file = data?.files[0];
    if (!file) return;
    event.preventDefault();
    listener(file);
  }

  document.addEventListener("paste", (event) => take(event, event.clipboardData));
  document.addEventListener("drop", (event) => take(event, event.dataTransfer));
  showDragging(document.body);
}

/**
 * Say of a file that is dragged over the page that it may be dropped.
 *
 * @param {HTMLElement} body
 */
function showDragging(body) {
  let timer = 0;
  const hide = () => body.classList.remove("dragging");
  document.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    body.classList.add("dragging");
    clearTimeout(timer);
    timer = setTimeout(hide, GONE);
  });
  document.addEventListener("drop", hide);
}

/**
 * The picture in a file as the data URL of a PNG, turned as its camera says.
 *
 * @param {File} file
 */
export async function shrink(file) {
  const image = new Image(); // which opens drawings in SVG too
  image.src = URL.createObjectURL(file);
  await image.decode().finally(() => URL.revokeObjectURL(image.src));
  // A drawing in SVG need not have a size of its own.
  const [width, height] = [image.naturalWidth || LONGEST, image.naturalHeight || LONGEST];
  const scale = Math.min(1, LONGEST / Math.max(width, height));
  const shrunk = document.createElement("canvas");
  shrunk.width = Math.max(1, Math.round(scale * width));
  shrunk.height = Math.max(1, Math.round(scale * height));
  const context = contextOf(shrunk);
  context.imageSmoothingQuality = "high";
  context.drawImage(image, 0, 0, shrunk.width, shrunk.height);
  return shrunk.toDataURL("image/png");
}
