// The test digits that a network got wrong: fetched when a list of them is opened, and put
// onto the canvas by a click.

import { bringPicture } from "../shared/bring.js";
import { find, findAll } from "../shared/elements.js";
import { orFault } from "../shared/server.js";

/** @typedef {import("../shared/server.js").Fault} Fault */
/** @typedef {Record<string, string>} Pictures index in MNIST's test set → data URL */
/** @typedef {{ pictures: Pictures } | { absent: string } | Fault} Reply */
/** @typedef {{ test_digits: (mayDownload: boolean) => Promise<Reply> }} Server */

/**
 * @param {HTMLElement} element
 * @param {Server} server
 */
export function setUpMissed(element, server) {
  const notice = find(element, ".notice", HTMLElement);
  const download = find(element, ".download", HTMLButtonElement);
  /** @type {Pictures | null} */
  let pictures = null;

  /** @param {boolean} mayDownload */
  async function fetchDigits(mayDownload) {
    if (pictures) return;
    notice.textContent = mayDownload ? "Downloading MNIST…" : "One moment…";
    download.disabled = true;
    const reply = await orFault(server.test_digits(mayDownload), "Open the list again.");
    download.disabled = false;
    download.hidden = !("absent" in reply);
    notice.textContent = sentence(reply);
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
    const open = () => list.open && fetchDigits(false);
    list.addEventListener("toggle", open);
    open(); // it may have been opened before this module had come
  }
  download.addEventListener("click", () => fetchDigits(true));

  find(element, ".missed", HTMLElement).addEventListener("click", ({ target }) => {
    const button = target instanceof Element && target.closest("[data-index]");
    if (!pictures || !(button instanceof HTMLElement)) return;
    find(document, "[role=tab]", HTMLElement).click(); // the canvas's, which is the first
    bringPicture(pictures[button.dataset.index ?? ""]);
    scrollTo(0, 0);
  });
}

/** @param {Reply} reply */
function sentence(reply) {
  if ("error" in reply) return reply.error;
  if ("absent" in reply) return reply.absent;
  return "Choose a digit to put it onto the canvas.";
}
