// How a picture gets onto the canvas, from any room and from other programs:
//
//   document.querySelector(".page").dispatchEvent(new CustomEvent("bring", { detail: dataUrl }));
//
// Its ink replaces the drawing; undo and clear take it away again.

import { find } from "./elements.js";

/** @param {string} dataUrl of a PNG */
export function bringPicture(dataUrl) {
  find(document, ".page", HTMLElement).dispatchEvent(new CustomEvent("bring", { detail: dataUrl }));
}

/**
 * @param {HTMLElement} page
 * @param {(dataUrl: string) => void} listener
 */
export function onPicture(page, listener) {
  page.addEventListener("bring", (event) => {
    if (event instanceof CustomEvent) listener(event.detail);
  });
}
