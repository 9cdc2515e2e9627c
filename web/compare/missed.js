// The test digits that a network got wrong: fetched when a list of them is opened, and put
// onto the canvas by a click.

import { bringPicture } from "../shared/bring.js";
import { find, findAll } from "../shared/elements.js";
import { orFault } from "../shared/server.js";

/** @typedef {import("../shared/server.js").Fault} Fault */
/** @typedef {Record<string, string>} Pictures index in MNIST's test set → data URL */
/** @typedef {{ pictures: Pictures } | Fault} Reply */
/** @typedef {{ test_digits: (nothing: null) => Promise<Reply> }} Server */

const CHOOSE = "Choose a digit to put it onto the canvas.";

/**
 * @param {HTMLElement} element
 * @param {Server} server
 */
export function setUpMissed(element, server) {
  const notice = find(element, ".notice", HTMLElement);
  /** @type {Pictures | null} */
  let pictures = null;

  async function fetchDigits() {
    if (pictures) return;
    notice.textContent = "One moment…";
    const reply = await orFault(server.test_digits(null), "Open the list again.");
    notice.textContent = "error" in reply ? reply.error : CHOOSE;
    if ("pictures" in reply) showDigits(reply.pictures);
  }

  /** @param {Pictures} found */
  function showDigits(found) {
    pictures = found;
    for (const button of findAll(element, "[data-index]", HTMLButtonElement)) {
      const image = find(button, "img", HTMLImageElement);
      image.src = found[button.dataset.index ?? ""];
      image.hidden = button.disabled = false;
    }
  }

  for (const list of findAll(element, "[data-missed]", HTMLDetailsElement)) {
    const open = () => list.open && fetchDigits();
    list.addEventListener("toggle", open);
    open(); // it may have been opened before this module had come
  }

  find(element, ".missed", HTMLElement).addEventListener("click", ({ target }) => {
    const button = target instanceof Element && target.closest("[data-index]");
    if (!pictures || !(button instanceof HTMLElement)) return;
    find(document, "[role=tab]", HTMLElement).click(); // the canvas's, which is the first
    bringPicture(pictures[button.dataset.index ?? ""]);
    scrollTo(0, 0);
  });
}
