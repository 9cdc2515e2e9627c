// The drawing: finished states to go back and forth between, and the stroke under way.
// A stroke is { width, points } in pixels of a canvas of SIDE × SIDE, or the ink of a
// picture: { ink: canvas }.

export const SIDE = 400; // of the picture that is sent
export const PEN = SIDE / 12; // as thick as MNIST's pens, for a digit that fills the canvas

let states = [[]]; // each a list of strokes; undo and redo move among them
let now = 0;
let wet = null; // the stroke under way

const listeners = [];

export function onChange(listener) {
  listeners.push(listener);
}

export function strokes() {
  return wet ? [...states[now], wet] : states[now];
}

export function canUndo() {
  return now > 0;
}

export function canRedo() {
  return now < states.length - 1;
}

// Replace everything by `next`, as one step to undo.
export function replaceDrawing(next) {
  states = [...states.slice(0, now + 1), next];
  now += 1;
  wet = null;
  tell();
}

export function clear() {
  if (strokes().length) replaceDrawing([]);
}

export function undo() {
  if (wet) return abandonStroke();
  if (canUndo()) now -= 1;
  tell();
}

export function redo() {
  if (!wet && canRedo()) now += 1;
  tell();
}

export function beginStroke(point) {
  wet = { width: PEN, points: [point] };
  tell();
}

export function extendStroke(points) {
  wet.points.push(...points);
  tell();
}

export function finishStroke() {
  if (wet) replaceDrawing(strokes());
}

// Forget the stroke under way.
export function abandonStroke() {
  wet = null;
  tell();
}

export function isDrawing() {
  return wet !== null;
}

function tell() {
  for (const listener of listeners) listener();
}
