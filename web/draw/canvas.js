// The canvas: drawing by mouse, pen, finger and keyboard; undo, redo and clear.

import { find } from "../shared/elements.js";
import { createPainter } from "./drawing.js";

/** @typedef {import("./drawing.js").Drawing} Drawing */
/** @typedef {import("./drawing.js").Point} Point */

const STEPS = 50; // of the keyboard's pen, from edge to edge
/** @type {Record<string, [number, number]>} */
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** @param {ParentNode} element */
export function canvasOf(element) {
  return find(element, "[data-testid=sketchpad]", HTMLCanvasElement);
}

/**
 * Bring the canvas into view, from far below or from the other tab; then the focus follows.
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

/** @param {import("./start.js").Room} room */
export function setUpCanvas(room) {
  const { element, page, drawing } = room;
  const canvas = canvasOf(element);
  drawByPointer(canvas, drawing);
  drawByKeyboard(canvas, room);
  setUpTools(room);

  let painter = createPainter(canvas, drawing.side);

  function paintCanvas() {
    painter.update(drawing.marks());
    page.classList.toggle("drawn", !drawing.isBlank());
  }

  drawing.onChange(paintCanvas);

  // As many pixels as the screen has, so that strokes stay sharp when the page is zoomed.
  new ResizeObserver(() => {
    if (!canvas.clientWidth) return; // another tab is open
    canvas.width = canvas.height = Math.round(canvas.clientWidth * devicePixelRatio);
    painter = createPainter(canvas, drawing.side);
    canvas.style.cursor = ring(Math.round((drawing.pen * canvas.clientWidth) / drawing.side));
    paintCanvas();
  }).observe(canvas);
}

/**
 * A cursor as wide as the pen: white and black, so that it shows on paper and on ink.
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

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Drawing} drawing
 */
function drawByPointer(canvas, drawing) {
  const touches = new Set(); // the fingers, or a palm, on the canvas
  /** @type {number | null} */
  let pointer = null; // the one that draws

  /**
   * @param {PointerEvent} event
   * @returns {Point}
   */
  function place(event) {
    const box = canvas.getBoundingClientRect();
    return [
      ((event.clientX - box.left) * drawing.side) / box.width,
      ((event.clientY - box.top) * drawing.side) / box.height,
    ];
  }

  function abandonTouch() {
    if (!touches.has(pointer)) return;
    drawing.abandonStroke();
    pointer = null;
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch") touches.add(event.pointerId);
    // Two fingers do not draw; a pen does, whatever the palm has begun.
    if (event.pointerType === "pen" || touches.size > 1) abandonTouch();
    if (event.pointerType === "touch" && touches.size > 1) return;
    // `isPrimary` would be wrong: a finger that rests elsewhere on the page may be the primary one.
    if (pointer !== null || event.button !== 0) return;
    event.preventDefault();
    canvas.focus({ preventScroll: true, focusVisible: false });
    canvas.setPointerCapture(event.pointerId);
    pointer = event.pointerId;
    drawing.beginStroke(place(event));
  });

  canvas.addEventListener("pointermove", (event) => {
    if (pointer !== event.pointerId || !drawing.isUnderWay()) return;
    const events = event.getCoalescedEvents?.() ?? [];
    drawing.extendStroke((events.length ? events : [event]).map(place));
  });

  /** @param {PointerEvent} event */
  function lift(event) {
    touches.delete(event.pointerId);
    if (pointer !== event.pointerId) return;
    pointer = null;
    drawing.finishStroke();
  }

  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", (event) => {
    // The system took a touch for a palm, or for a gesture of its own.
    if (pointer === event.pointerId) abandonTouch();
    lift(event);
  });
}

/**
 * Arrows move the pen, space puts it down and lifts it, while the canvas has the focus.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {import("./start.js").Room} room
 */
function drawByKeyboard(canvas, { element, drawing, announcer }) {
  const { side } = drawing;
  const nib = find(element, ".nib", HTMLElement); // shows where the pen is
  /** @type {Point} */
  let at = [side / 2, side / 2];
  let down = false;

  /** @param {boolean} visible */
  function showNib(visible) {
    nib.hidden = !visible;
    nib.classList.toggle("down", down);
    nib.style.left = `${(100 * at[0]) / side}%`;
    nib.style.top = `${(100 * at[1]) / side}%`;
  }

  /** @param {[number, number]} steps */
  function move([x, y]) {
    const onSheet = (/** @type {number} */ each) => Math.min(side, Math.max(0, each));
    at = [onSheet(at[0] + (x * side) / STEPS), onSheet(at[1] + (y * side) / STEPS)];
    if (down) drawing.extendStroke([at]);
  }

  function putDownOrLift() {
    if (down) {
      drawing.finishStroke();
      announcer.announce("Pen up");
      announcer.repeat(); // the answer may have come before
    } else if (!drawing.isUnderWay()) {
      down = true;
      drawing.beginStroke(at);
      announcer.announce("Pen down");
    }
  }

  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in MOVES) move(MOVES[event.key]);
    else if (event.key !== " ") return;
    else if (!event.repeat) putDownOrLift();
    event.preventDefault();
    showNib(true);
  });

  canvas.addEventListener("pointerdown", () => showNib(false));
  canvas.addEventListener("blur", () => {
    if (down) drawing.finishStroke();
    showNib(false);
  });
  drawing.onChange(() => {
    if (drawing.isUnderWay()) return;
    down = false; // finished, undone or cleared
    nib.classList.remove("down");
  });
}

/** @param {import("./start.js").Room} room */
function setUpTools({ element, drawing }) {
  const tools = {
    undo: { act: drawing.undo, usable: drawing.canUndo },
    redo: { act: drawing.redo, usable: drawing.canRedo },
    clear: { act: drawing.clear, usable: () => !drawing.isBlank() },
  };

  for (const [name, tool] of Object.entries(tools)) {
    const button = find(element, `[data-action=${name}]`, HTMLButtonElement);
    button.addEventListener("click", () => {
      tool.act();
      if (button.disabled) canvasOf(element).focus(); // else nothing would have the focus
    });
    drawing.onChange(() => {
      button.disabled = !tool.usable();
    });
  }

  document.addEventListener("keydown", (event) => {
    const name = toolOf(event);
    if (!name || isTyping(event.target) || !element.checkVisibility()) return;
    event.preventDefault();
    tools[name].act();
  });
}

/** @param {KeyboardEvent} event */
function toolOf(event) {
  if (event.altKey) return null;
  if (event.key === "Delete" || event.key === "Backspace") return "clear";
  if (!event.ctrlKey && !event.metaKey) return null;
  const key = event.key.toLowerCase();
  if (key === "y") return "redo";
  return key !== "z" ? null : event.shiftKey ? "redo" : "undo";
}

/** @param {EventTarget | null} target */
function isTyping(target) {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox])");
}
