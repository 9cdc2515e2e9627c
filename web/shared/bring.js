// How a picture gets onto the canvas, from any room and from other programs:
//
//   document.querySelector(".page").dispatchEvent(new CustomEvent("bring", { detail: dataUrl }));
//
// Its ink replaces the drawing; undo and clear take it away again. A "digit" instead of "bring"
// has MNIST's format already, 28×28 pixels, and is read as it is.

import { find } from "./elements.js";

/** @typedef {"bring" | "digit"} Way */

/** @param {string} dataUrl of a PNG in MNIST's format */
export function bringDigit(dataUrl) {
  find(document, ".page", HTMLElement).dispatchEvent(new CustomEvent("digit", { detail: dataUrl }));
}

/**
 * @param {HTMLElement} page
 * @param {Way} way
 * @param {(dataUrl: string) => void} listener
 */
export function onPicture(page, way, listener) {
  page.addEventListener(way, (event) => {
    if (event instanceof CustomEvent) listener(event.detail);
  });
}
