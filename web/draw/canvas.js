// Draws on the canvas by mouse, pen and finger, and shows how thick the pen is.

import { find } from "../shared/elements.js";
import { paint } from "./ink.js";

/** @typedef {import("./drawing.js").Drawing} Drawing */

/** @param {ParentNode} element */
export function canvasOf(element) {
  return find(element, "[data-testid=sketchpad]", HTMLCanvasElement);
}

/**
 * What puts a drawing there may stand far below, or on the other tab: then the focus follows.
 *
 * @param {HTMLElement} element
 */
export function showCanvas(element) {
  const canvas = canvasOf(element);
  if (canvas.checkVisibility()) {
    canvas.scrollIntoView({ block: "nearest" });
    return;
  }
  find(document, "#draw-button", HTMLElement).click();
  scrollTo(0, 0);
  const focus = () => {
    if (canvas.checkVisibility()) canvas.focus({ preventScroll: true });
    else requestAnimationFrame(focus);
  };
  focus();
}

/**
 * @param {HTMLElement} element
 * @param {Drawing} drawing
 */
export function setUpCanvas(element, drawing) {
  const canvas = canvasOf(element);
  const page = find(element, ".page", HTMLElement);
  followPointer(canvas, drawing);

  function paintCanvas() {
    paint(canvas, drawing.marks(), drawing.side);
    page.classList.toggle("drawn", !drawing.isBlank());
  }

  drawing.onChange(paintCanvas);

  // As many pixels as the screen has, so that strokes stay sharp when it is zoomed too.
  new ResizeObserver(() => {
    if (!canvas.clientWidth) return; // another tab is open
    canvas.width = canvas.height = Math.round(canvas.clientWidth * devicePixelRatio);
    canvas.style.cursor = ring(Math.round((drawing.pen * canvas.clientWidth) / drawing.side));
    paintCanvas();
  }).observe(canvas);
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Drawing} drawing
 */
function followPointer(canvas, drawing) {
  const fingers = new Set(); // that touch the canvas
  /** @type {number | null} */
  let pointer = null; // the one that draws

  /**
   * @param {PointerEvent} event
   * @returns {import("./drawing.js").Point}
   */
  function place(event) {
    const box = canvas.getBoundingClientRect();
    return [
      ((event.clientX - box.left) * drawing.side) / box.width,
      ((event.clientY - box.top) * drawing.side) / box.height,
    ];
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch") fingers.add(event.pointerId);
    if (fingers.size > 1) {
      if (fingers.has(pointer)) drawing.abandonStroke();
      pointer = null;
      return;
    }
    // A finger that rests elsewhere on the page is the primary one, and no reason not to draw.
    if (pointer !== null || event.button !== 0) return;
    event.preventDefault();
    canvas.focus({ preventScroll: true, focusVisible: false });
    canvas.setPointerCapture(event.pointerId);
    pointer = event.pointerId;
    drawing.finishStroke(); // one that the keyboard began
    drawing.beginStroke(place(event));
  });

  canvas.addEventListener("pointermove", (event) => {
    if (pointer !== event.pointerId || !drawing.isUnderWay()) return;
    const events = event.getCoalescedEvents?.() ?? [];
    drawing.extendStroke((events.length ? events : [event]).map(place));
  });

  /** @param {PointerEvent} event */
  function lift(event) {
    fingers.delete(event.pointerId);
    if (pointer !== event.pointerId) return;
    pointer = null;
    drawing.finishStroke();
  }

  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);
}

/**
 * A cursor: white and black, so that it can be seen on paper and on ink.
 *
 * @param {number} size its diameter, pixels of the screen
 */
function ring(size) {
  const circle = (/** @type {number} */ radius, /** @type {string} */ color) =>
    `<circle cx="${size / 2}" cy="${size / 2}" r="${radius}" fill="none" stroke="${color}"/>`;
  const circles = circle(size / 2 - 1, "#fff") + circle(size / 2 - 2, "#000");
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}">${circles}</svg>`;
  return `url("data:image/svg+xml,${encodeURIComponent(svg)}") ${size / 2} ${size / 2}, crosshair`;
}
