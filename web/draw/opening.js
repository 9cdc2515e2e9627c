// Shows who has just come what this page does: a digit draws itself, the answers follow, and it
// is gone at the first touch. Once for each tab, and never for who wants no motion.

import { find } from "../shared/elements.js";
import { keep, recall } from "../shared/session.js";

/** @typedef {import("./drawing.js").Point} Point */

const NAME = "opening";
const REST = 3500; // milliseconds before it begins
const LASTING = 1600; // a stroke
const SHOWN = 1200; // a finished digit
const TOUCHES = ["pointerdown", "touchstart", "keydown", "wheel", "dragover", "paste"];
// One stroke each, in shares of the sheet.
/** @type {Point[][]} */
const DIGITS = [
  [
    [0.34, 0.28],
    [0.42, 0.2],
    [0.54, 0.18],
    [0.64, 0.25],
    [0.63, 0.36],
    [0.54, 0.44],
    [0.44, 0.47],
    [0.56, 0.5],
    [0.66, 0.58],
    [0.67, 0.7],
    [0.58, 0.8],
    [0.45, 0.82],
    [0.34, 0.76],
  ],
  [
    [0.33, 0.21],
    [0.67, 0.2],
    [0.58, 0.4],
    [0.5, 0.6],
    [0.44, 0.82],
  ],
];

/**
 * @param {HTMLElement} element
 * @param {import("./drawing.js").Drawing} drawing
 */
export function setUpOpening(element, drawing) {
  if (recall(NAME) || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const { classList } = find(element, ".page", HTMLElement);
  let on = true;
  let own = false; // the change that is being told of

  /** @param {() => void} change */
  function make(change) {
    own = true;
    change();
    own = false;
  }

  function stop() {
    if (!on) return;
    on = false;
    keep(NAME, true);
    classList.remove("opening");
    for (const touch of TOUCHES) removeEventListener(touch, stop, true);
    if (drawing.isUnderWay()) drawing.abandonStroke();
  }

  /** @param {Point[]} digit */
  async function show(digit) {
    const points = digit.map(
      ([x, y]) => /** @type {Point} */ ([x * drawing.side, y * drawing.side]),
    );
    make(() => drawing.beginStroke(points[0]));
    const start = performance.now();
    for (let share = 0; on && share < 1; ) {
      const now = await new Promise(requestAnimationFrame);
      const next = Math.min(1, Math.max(0, (now - start) / LASTING));
      const way = between(points, share, next);
      if (on) make(() => drawing.extendStroke(way));
      share = next;
    }
    await pause(SHOWN);
    if (on) make(drawing.abandonStroke);
  }

  async function play() {
    await pause(REST);
    if (on) classList.add("opening");
    for (const digit of DIGITS) if (on) await show(digit);
    stop();
  }

  for (const touch of TOUCHES) addEventListener(touch, stop, true);
  drawing.onChange(() => {
    if (!own) stop(); // a drawing has come from elsewhere
  });
  play();
}

/** @param {number} milliseconds */
function pause(milliseconds) {
  return new Promise((resume) => setTimeout(resume, milliseconds));
}

/**
 * The part of a line from one share of its points to another.
 *
 * @param {Point[]} points
 * @param {number} from
 * @param {number} to
 * @returns {Point[]}
 */
function between(points, from, to) {
  const last = points.length - 1;
  const corners = points.filter((_, index) => index > from * last && index < to * last);
  const index = Math.min(last - 1, Math.floor(to * last));
  const rest = to * last - index;
  const [[left, top], [right, bottom]] = [points[index], points[index + 1]];
  return [...corners, [left + rest * (right - left), top + rest * (bottom - top)]];
}
