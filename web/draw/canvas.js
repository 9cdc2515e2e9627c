// Draws on the canvas by mouse, pen and finger, and shows how thick the pen is.

import {
  abandonStroke,
  beginStroke,
  extendStroke,
  finishStroke,
  isDrawing,
  onChange,
  PEN,
  SIDE,
  strokes,
} from "./drawing.js";
import { paint } from "./ink.js";

const canvas = element.querySelector("[data-testid=sketchpad]");
const fingers = new Set(); // that touch the canvas
let pointer = null; // the one that draws

function place(event) {
  const box = canvas.getBoundingClientRect();
  return [
    ((event.clientX - box.left) * SIDE) / box.width,
    ((event.clientY - box.top) * SIDE) / box.height,
  ];
}

canvas.addEventListener("pointerdown", (event) => {
  if (event.pointerType === "touch") fingers.add(event.pointerId);
  if (fingers.size > 1) {
    if (fingers.has(pointer)) abandonStroke();
    pointer = null;
    return;
  }
  if (pointer !== null || !event.isPrimary || event.button !== 0) return;
  event.preventDefault();
  canvas.focus({ preventScroll: true, focusVisible: false });
  canvas.setPointerCapture(event.pointerId);
  pointer = event.pointerId;
  finishStroke(); // one that the keyboard began
  beginStroke(place(event));
});

canvas.addEventListener("pointermove", (event) => {
  if (pointer !== event.pointerId || !isDrawing()) return;
  const events = event.getCoalescedEvents?.() ?? [];
  extendStroke((events.length ? events : [event]).map(place));
});

for (const end of ["pointerup", "pointercancel"]) {
  canvas.addEventListener(end, (event) => {
    fingers.delete(event.pointerId);
    if (pointer !== event.pointerId) return;
    pointer = null;
    finishStroke();
  });
}

// On a phone, what puts a drawing there stands far below.
export function showCanvas() {
  canvas.scrollIntoView({ block: "nearest" });
}

function paintCanvas() {
  paint(canvas, strokes());
  element.querySelector(".page").classList.toggle("drawn", strokes().length > 0);
}

function cursor(size) {
  const ring = (radius, color) =>
    `<circle cx="${size / 2}" cy="${size / 2}" r="${radius}" fill="none" stroke="${color}"/>`;
  const rings = ring(size / 2 - 1, "#fff") + ring(size / 2 - 2, "#000");
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}">${rings}</svg>`;
  return `url("data:image/svg+xml,${encodeURIComponent(svg)}") ${size / 2} ${size / 2}, crosshair`;
}

onChange(paintCanvas);

// As many pixels as the screen has, so that strokes stay sharp when it is zoomed too.
new ResizeObserver(() => {
  if (!canvas.clientWidth) return; // another tab is open
  canvas.width = canvas.height = Math.round(canvas.clientWidth * devicePixelRatio);
  canvas.style.cursor = cursor(Math.round((PEN * canvas.clientWidth) / SIDE));
  paintCanvas();
}).observe(canvas);
