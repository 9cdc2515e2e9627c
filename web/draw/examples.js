// Ready drawings: examples to choose, and the opening, a digit that draws itself for a new visitor.

import { find, findAll } from "../shared/elements.js";
import { keep, recall } from "../shared/page.js";
import { showCanvas } from "./canvas.js";
import { paint } from "./drawing.js";

/** @typedef {import("./drawing.js").Point} Point */

const NAME = "opening"; // in the tab's storage
const REST = 3500; // milliseconds before the opening begins
const LASTING = 1600; // milliseconds a stroke takes
const SHOWN = 1200; // milliseconds that a finished digit stays
const POINTS = 160; // of a stroke
const TOUCHES = ["pointerdown", "touchstart", "keydown", "wheel", "dragover", "paste"];
// One stroke each: the data of an SVG path, in percent of the sheet.
const DIGITS = [
  "M34 28 42 20 54 18 64 25 63 36 54 44 44 47 56 50 66 58 67 70 58 80 45 82 34 76",
  "M33 21 67 20 58 40 50 60 44 82",
];

/** @param {import("./start.js").Room} room */
export function setUpExamples({ element, drawing }) {
  const { side } = drawing;
  for (const button of findAll(element, "[data-example]", HTMLButtonElement)) {
    /** @type {{ strokes: Point[][], pen: number }} in shares of the sheet and of the pen */
    const { strokes, pen } = JSON.parse(button.dataset.example ?? "");
    const marks = strokes.map((points) => ({
      width: pen * drawing.pen,
      points: points.map(([x, y]) => /** @type {Point} */ ([x * side, y * side])),
    }));
    const thumbnail = find(button, "canvas", HTMLCanvasElement);
    thumbnail.width = thumbnail.height = 36 * devicePixelRatio;
    paint(thumbnail, marks, side);
    button.addEventListener("click", () => {
      drawing.replace(marks);
      showCanvas(element);
    });
  }
}

/**
 * Show a new visitor what the page does, once a tab: digits draw themselves and are read, until
 * the first touch. Not with reduced motion.
 *
 * @param {import("./start.js").Room} room
 */
export function setUpOpening({ page: { classList }, drawing }) {
  if (recall(NAME) || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const pause = (/** @type {number} */ time) => new Promise((resume) => setTimeout(resume, time));
  let on = true;

  function stop() {
    if (!on) return;
    on = false;
    keep(NAME, true);
    classList.remove("opening");
    for (const touch of TOUCHES) removeEventListener(touch, stop, true);
    if (drawing.isUnderWay()) drawing.abandonStroke();
  }

  /** @param {Point[]} points */
  async function draw(points) {
    drawing.beginStroke(points[0]);
    const start = performance.now();
    for (let drawn = 1; on && drawn < points.length; ) {
      const share = Math.min(1, ((await new Promise(requestAnimationFrame)) - start) / LASTING);
      const next = Math.ceil(share * points.length);
      if (on && next > drawn) drawing.extendStroke(points.slice(drawn, next));
      drawn = Math.max(drawn, next);
    }
    await pause(SHOWN);
    if (on) drawing.abandonStroke();
  }

  async function play() {
    await pause(REST);
    if (on) classList.add("opening");
    for (const digit of DIGITS) if (on) await draw(pointsOf(digit, drawing.side));
    stop();
  }

  for (const touch of TOUCHES) addEventListener(touch, stop, true);
  drawing.onChange(() => {
    // A drawing came from elsewhere, such as a link: what the opening draws stays under way.
    if (!drawing.isUnderWay() && !drawing.isBlank()) stop();
  });
  play();
}

/**
 * @param {string} digit the data of its path
 * @param {number} side of the sheet, pixels
 * @returns {Point[]} at equal distances
 */
function pointsOf(digit, side) {
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", digit);
  const step = path.getTotalLength() / POINTS;
  return Array.from({ length: POINTS + 1 }, (_, index) => {
    const { x, y } = path.getPointAtLength(index * step);
    return [(x * side) / 100, (y * side) / 100];
  });
}
