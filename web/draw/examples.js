// Ready drawings: a click draws one.

import { showCanvas } from "./canvas.js";
import { PEN, replaceDrawing, SIDE } from "./drawing.js";
import { paint } from "./ink.js";

for (const button of element.querySelectorAll("[data-example]")) {
  const { strokes, pen } = JSON.parse(button.dataset.example);
  const drawn = strokes.map((points) => ({
    width: pen * PEN,
    points: points.map(([x, y]) => [x * SIDE, y * SIDE]),
  }));
  const thumbnail = button.querySelector("canvas");
  thumbnail.width = thumbnail.height = 36 * devicePixelRatio;
  paint(thumbnail, drawn);
  button.addEventListener("click", () => {
    replaceDrawing(drawn);
    showCanvas();
  });
}
