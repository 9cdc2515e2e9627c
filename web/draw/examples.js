// Ready drawings: a click draws one.

import { find, findAll } from "../shared/elements.js";
import { showCanvas } from "./canvas.js";
import { paint } from "./ink.js";

/** @typedef {import("./drawing.js").Point} Point */

/**
 * @param {HTMLElement} element
 * @param {import("./drawing.js").Drawing} drawing
 */
export function setUpExamples(element, drawing) {
  const { side } = drawing;
  for (const button of findAll(element, "[data-example]", HTMLButtonElement)) {
    /** @type {{ strokes: Point[][], pen: number }} shares of the sheet and of the pen */
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
