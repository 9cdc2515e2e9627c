// The test digits that a network got wrong: fetched when a list of them is opened, and put
// onto the canvas by a click.

import { find, findAll } from "../shared/elements.js";
import { bringDigit } from "../shared/page.js";
import { orFault } from "../shared/server.js";

/** @typedef {import("../shared/server.js").Fault} Fault */
/** @typedef {Record<string, string>} Pictures index in MNIST's test set → data URL */
/** @typedef {Record<string, string[]>} Declined network → the indices of what it takes for no digit */
/** @typedef {{ pictures: Pictures, declined: Declined } | Fault} Reply */
/** @typedef {{ test_digits: (nothing: null) => Promise<Reply> }} Server */

const CHOOSE =
  "Choose a digit to put it onto the canvas. What only resembles its answer, the network declines.";

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
    if ("pictures" in reply) showDigits(reply.pictures, reply.declined);
  }

  /**
   * @param {Pictures} found
   * @param {Declined} declined
   */
  function showDigits(found, declined) {
    pictures = found;
    for (const list of findAll(element, "[data-missed]", HTMLElement)) {
      const unread = declined[list.dataset.network ?? ""] ?? [];
      for (const button of findAll(list, "[data-index]", HTMLButtonElement)) {
        const index = button.dataset.index ?? "";
        const image = find(button, "img", HTMLImageElement);
        image.src = found[index];
        image.hidden = button.disabled = false;
        // As its card on the Draw tab will say.
        if (unread.includes(index)) find(button, "i", HTMLElement).textContent = "resembles";
      }
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
    bringDigit(pictures[button.dataset.index ?? ""]);
  });
}
