// The Compare tab: the charts' values, and the test digits that a network got wrong.

import { find, findAll } from "../shared/elements.js";
import { bringDigit } from "../shared/page.js";
import { orFault } from "../shared/server.js";

/** @typedef {[number, string]} Stop its place, 0–100, and its values in words */
/** @typedef {import("../shared/server.js").Fault} Fault */
/** @typedef {Record<string, string>} Pictures index in MNIST's test set → data URL */
/** @typedef {Record<string, string[]>} Declined network → indices of the digits that it declines */
/** @typedef {{ pictures: Pictures, declined: Declined } | Fault} Reply */
/** @typedef {{ test_digits: (nothing: null) => Promise<Reply> }} Server */

const CHOOSE =
  "Choose a digit to put it on the canvas. “Resembles”: the network declined to answer.";

/**
 * @param {HTMLElement} element the component's
 * @param {Server} server
 */
export function start(element, server) {
  for (const chart of findAll(element, ".chart", HTMLElement)) setUpChart(chart);
  setUpMissed(element, server);
}

/**
 * Shows a chart's values by mouse, finger and arrow keys.
 *
 * @param {HTMLElement} chart
 */
function setUpChart(chart) {
  const plot = find(chart, ".plot", HTMLElement);
  const cursor = find(chart, ".cursor", HTMLElement);
  const readout = find(chart, ".readout", HTMLElement);
  /** @type {Stop[]} */
  const stops = JSON.parse(plot.dataset.stops ?? "");
  const last = stops.length - 1;
  let current = 0;

  /** @param {number} number */
  function moveTo(number) {
    current = Math.min(last, Math.max(0, number));
    const [place, words] = stops[current];
    cursor.style.left = `${place}%`;
    plot.classList.add("pointed");
    plot.ariaValueNow = String(current + 1);
    plot.ariaValueText = words;
    readout.textContent = words;
  }

  /** @param {PointerEvent} event */
  function point(event) {
    const box = plot.getBoundingClientRect();
    const x = (100 * (event.clientX - box.left)) / box.width;
    const gaps = stops.map(([place]) => Math.abs(place - x));
    moveTo(gaps.indexOf(Math.min(...gaps)));
  }

  plot.addEventListener("pointermove", point);
  plot.addEventListener("pointerdown", point);
  plot.addEventListener("focus", () => moveTo(current));
  plot.addEventListener("keydown", (event) => {
    /** @type {Record<string, number>} */
    const targets = {
      ArrowLeft: current - 1,
      ArrowDown: current - 1,
      ArrowRight: current + 1,
      ArrowUp: current + 1,
      Home: 0,
      End: last,
    };
    if (!(event.key in targets)) return;
    event.preventDefault();
    moveTo(targets[event.key]);
  });
}

/**
 * Fetches the wrong test digits when a list of them is opened; a click puts one on the canvas.
 *
 * @param {HTMLElement} element
 * @param {Server} server
 */
function setUpMissed(element, server) {
  const notice = find(element, ".notice", HTMLElement);
  const lists = findAll(element, "[data-missed]", HTMLDetailsElement);
  /** @type {Pictures | null} */
  let pictures = null;

  async function fetchDigits() {
    if (pictures) return;
    notice.textContent = "One moment…";
    const reply = await orFault(server.test_digits(null), "Please open the list again.");
    notice.textContent = "error" in reply ? reply.error : CHOOSE;
    if ("pictures" in reply) showDigits(reply.pictures, reply.declined);
  }

  /**
   * @param {Pictures} found
   * @param {Declined} declined
   */
  function showDigits(found, declined) {
    pictures = found;
    for (const list of lists) {
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

  for (const list of lists) {
    const open = () => list.open && fetchDigits();
    list.addEventListener("toggle", open);
    open(); // in case it was opened before this module had loaded
  }

  find(element, ".missed", HTMLElement).addEventListener("click", ({ target }) => {
    const button = target instanceof Element && target.closest("[data-index]");
    if (!pictures || !(button instanceof HTMLElement)) return;
    bringDigit(pictures[button.dataset.index ?? ""]);
  });
}
