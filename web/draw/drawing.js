// The drawing: finished states to go back and forth between, and the stroke under way.

/** @typedef {[number, number]} Point x and y, in pixels of the sheet */
/** @typedef {{ width: number, points: Point[] }} Stroke */
/**
 * @typedef {object} Picture the ink of one
 * @property {HTMLCanvasElement} ink white, as opaque as it is strong
 * @property {string} [digit] the data URL of a picture that has MNIST's format already
 */
/** @typedef {Stroke | Picture} Mark */
/** @typedef {ReturnType<typeof createDrawing>} Drawing */

/**
 * @param {number} side of the sheet, pixels
 * @param {number} pen its width, pixels
 */
export function createDrawing(side, pen) {
  /** @type {Mark[][]} */
  let states = [[]]; // undo and redo move among them
  let now = 0;
  /** @type {Stroke | null} */
  let wet = null; // the stroke under way
  /** @type {(() => void)[]} */
  const listeners = [];

  function tell() {
    for (const listener of listeners) listener();
  }

  function marks() {
    return wet ? [...states[now], wet] : states[now];
  }

  /**
   * Replace everything by `next`, as one step to undo.
   *
   * @param {Mark[]} next
   */
  function replace(next) {
    states = [...states.slice(0, now + 1), next];
    now += 1;
    wet = null;
    tell();
  }

  // Forget the stroke under way.
  function abandonStroke() {
    wet = null;
    tell();
  }

  const canUndo = () => now > 0;
  const canRedo = () => now < states.length - 1;

  return {
    side,
    pen,
    marks,
    replace,
    abandonStroke,
    canUndo,
    canRedo,
    /** @param {() => void} listener */
    onChange(listener) {
      listeners.push(listener);
    },
    isBlank: () => marks().length === 0,
    /** The digit in MNIST's format that the drawing is, where it is one and nothing else. */
    digit() {
      const [first, ...rest] = marks();
      return first && "digit" in first && !rest.length ? first.digit : undefined;
    },
    isUnderWay: () => wet !== null,
    clear() {
      if (marks().length) replace([]);
    },
    undo() {
      if (wet) return abandonStroke();
      if (canUndo()) now -= 1;
      tell();
    },
    redo() {
      if (!wet && canRedo()) now += 1;
      tell();
    },
    /** @param {Point} point */
    beginStroke(point) {
      wet = { width: pen, points: [point] };
      tell();
    },
    /** @param {Point[]} points */
    extendStroke(points) {
      wet?.points.push(...points);
      tell();
    },
    finishStroke() {
      if (wet) replace(marks());
    },
  };
}
