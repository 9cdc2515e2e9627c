// The drawing: strokes and pictures on a square sheet, the states that undo and redo move between,
// and how it is painted: white ink on black, as in MNIST.

/** @typedef {[number, number]} Point x and y, in pixels of the sheet */
/** @typedef {{ width: number, points: Point[] }} Stroke */
/**
 * @typedef {object} Picture
 * @property {HTMLCanvasElement} ink its ink: white, with the strength as opacity
 * @property {string} [digit] the data URL of a picture that has MNIST's format already
 */
/** @typedef {Stroke | Picture} Mark */
/** @typedef {{ left: number, top: number, right: number, bottom: number }} Box on the sheet */
/**
 * A picture's ink, or the part of a stroke that is painted at once.
 *
 * @typedef {{ source: HTMLCanvasElement | Point[], width: number, start: number }} Piece
 */
/** @typedef {ReturnType<typeof createDrawing>} Drawing */

const MARGIN = 8; // pixels of paper around the ink that is read
const PIECE = 48; // steps of a stroke that are painted at once
const WIDEST = 0.14; // of the longer side of a digit that is read: the width of the pen

/**
 * @param {number} side of the sheet, pixels
 * @param {number} pen its width, pixels
 */
export function createDrawing(side, pen) {
  /** @type {Mark[][]} */
  let states = [[]];
  let now = 0; // the index of the current state
  /** @type {Stroke | null} */
  let wet = null; // the stroke under way
  /** @type {(() => void)[]} */
  const listeners = [];

  function notify() {
    for (const listener of listeners) listener();
  }

  const marks = () => (wet ? [...states[now], wet] : states[now]);
  const canUndo = () => now > 0;
  const canRedo = () => now < states.length - 1;

  /**
   * Replace everything by `next`, as one step to undo.
   *
   * @param {Mark[]} next
   */
  function replace(next) {
    states = [...states.slice(0, now + 1), next];
    now += 1;
    wet = null;
    notify();
  }

  function abandonStroke() {
    wet = null;
    notify();
  }

  function finishStroke() {
    if (wet) replace(marks());
  }

  return {
    side,
    pen,
    marks,
    replace,
    abandonStroke,
    finishStroke,
    canUndo,
    canRedo,
    /** @param {() => void} listener */
    onChange(listener) {
      listeners.push(listener);
    },
    isBlank: () => marks().length === 0,
    isUnderWay: () => wet !== null,
    /** The data URL of a digit in MNIST's format, if the drawing consists of this alone. */
    digit() {
      const [first, ...rest] = marks();
      return first && "digit" in first && !rest.length ? first.digit : undefined;
    },
    clear() {
      if (marks().length) replace([]);
    },
    undo() {
      if (wet) return abandonStroke();
      if (canUndo()) now -= 1;
      notify();
    },
    redo() {
      if (!wet && canRedo()) now += 1;
      notify();
    },
    /**
     * Begin a stroke; one that is still under way is finished.
     *
     * @param {Point} point
     */
    beginStroke(point) {
      finishStroke();
      wet = { width: pen, points: [point] };
      notify();
    },
    /** @param {Point[]} points */
    extendStroke(points) {
      wet?.points.push(...points);
      notify();
    },
  };
}

/**
 * The marks as they are read: small digits get a thinner pen, since the canvas's would fill their
 * loops.
 *
 * @param {Mark[]} marks
 * @returns {Mark[]}
 */
export function forReading(marks) {
  const strokes = marks.filter((mark) => "points" in mark);
  if (strokes.length < marks.length) return marks;
  const { left, top, right, bottom } = boxAround(strokes);
  const longest = Math.max(right - left, bottom - top);
  const widest = (WIDEST / (1 - WIDEST)) * longest; // the longer side includes the pen
  return strokes.map(({ width, points }) => {
    const isDot = longest < width / 4;
    return { width: isDot ? width : Math.min(width, widest), points };
  });
}

/**
 * The part of the sheet that holds all ink, with paper on every side. It may reach beyond the
 * sheet, so that ink at the sheet's edge is not taken for paper. The reader would cut the rest
 * away as well, but only after it has been packed, sent and unpacked.
 *
 * @param {Mark[]} marks
 * @param {number} side of the sheet
 * @returns {Box}
 */
export function inkedPart(marks, side) {
  const strokes = marks.filter((mark) => "points" in mark);
  // The soft edges of a picture need much paper around them.
  if (strokes.length < marks.length) return { left: 0, top: 0, right: side, bottom: side };
  const { left, top, right, bottom } = boxAround(strokes);
  const reach = Math.max(...strokes.map(({ width }) => width / 2));
  return {
    left: Math.max(0, Math.floor(left - reach)) - MARGIN,
    top: Math.max(0, Math.floor(top - reach)) - MARGIN,
    right: Math.min(side, Math.ceil(right + reach)) + MARGIN,
    bottom: Math.min(side, Math.ceil(bottom + reach)) + MARGIN,
  };
}

/**
 * The smallest box that holds all points.
 *
 * @param {Stroke[]} strokes
 */
function boxAround(strokes) {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const [x, y] of strokes.flatMap(({ points }) => points)) {
    box.left = Math.min(box.left, x);
    box.top = Math.min(box.top, y);
    box.right = Math.max(box.right, x);
    box.bottom = Math.max(box.bottom, y);
  }
  return box;
}

/**
 * Fill a square canvas with the sheet.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Mark[]} marks
 * @param {number} side of the sheet
 */
export function paint(canvas, marks, side) {
  createPainter(canvas, side).update(marks);
}

/**
 * Keeps a square canvas filled with the sheet. A move costs as much at the end of a long stroke as
 * at its beginning: only the last piece is painted again, over a copy of the ink before it.
 *
 * @param {HTMLCanvasElement} canvas whose size does not change
 * @param {number} side of the sheet
 * @param {CanvasRenderingContext2DSettings} [settings]
 */
export function createPainter(canvas, side, settings) {
  const context = contextOf(canvas, settings);
  const copy = document.createElement("canvas");
  copy.width = copy.height = canvas.width;
  const before = contextOf(copy, settings);
  /** @type {Piece[]} */
  let done = []; // on the copy

  return {
    /** @param {Mark[]} marks */
    update(marks) {
      const pieces = marks.flatMap(piecesOf);
      const last = pieces.pop();
      const isSame = (/** @type {Piece} */ { source, width }, /** @type {number} */ index) =>
        pieces[index]?.source === source && pieces[index].width === width;
      if (!done.length || !done.every(isSame)) {
        done = [];
        before.resetTransform();
        before.fillStyle = "#000";
        before.fillRect(0, 0, canvas.width, canvas.width);
      }
      for (const piece of pieces.slice(done.length)) paintPiece(before, piece, side);
      done = pieces;
      context.resetTransform();
      context.drawImage(copy, 0, 0);
      if (last) paintPiece(context, last, side);
    },
  };
}

/**
 * @param {Mark} mark
 * @returns {Piece[]}
 */
function piecesOf(mark) {
  if ("ink" in mark) return [{ source: mark.ink, width: 0, start: 0 }];
  const { width, points } = mark;
  const count = Math.max(1, Math.ceil((points.length - 1) / PIECE));
  return Array.from({ length: count }, (_, index) => ({
    source: points,
    width,
    start: index * PIECE,
  }));
}

/**
 * Lines run straight from point to point: a curve would round the corner that distinguishes a 7
 * from a 1.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Piece} piece
 * @param {number} side of the sheet
 */
function paintPiece(context, { source, width, start }, side) {
  const scale = context.canvas.width / side;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  if (!Array.isArray(source)) return paintPicture(context, source, side);
  const [[left, top], ...rest] = source.slice(start, start + PIECE + 1);
  context.strokeStyle = context.fillStyle = "#fff";
  context.lineCap = context.lineJoin = "round";
  context.lineWidth = width;
  context.beginPath();
  if (rest.some(([x, y]) => x !== left || y !== top)) {
    context.moveTo(left, top);
    for (const point of rest) context.lineTo(...point);
    context.stroke();
  } else {
    // A tap leaves a dot; a path without a length would leave nothing.
    context.arc(left, top, width / 2, 0, 2 * Math.PI);
    context.fill();
  }
}

/**
 * In the middle of the sheet, as large as people draw.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {HTMLCanvasElement} ink
 * @param {number} side
 */
function paintPicture(context, ink, side) {
  const longest = Math.max(ink.width, ink.height);
  const tiny = longest <= 28;
  // Pixels of a tiny picture, such as an MNIST digit, stay squares of a whole size, so that the
  // reader finds the same pixels again.
  context.imageSmoothingEnabled = !tiny;
  const scale = tiny ? Math.floor((0.7 * side) / longest) : (0.7 * side) / longest;
  const [width, height] = [scale * ink.width, scale * ink.height];
  const [left, top] = [width, height].map((length) => Math.round((side - length) / 2));
  context.drawImage(ink, left, top, width, height);
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {CanvasRenderingContext2DSettings} [settings]
 */
export function contextOf(canvas, settings) {
  const context = canvas.getContext("2d", settings);
  if (!context) throw new Error("Expected a browser that can draw.");
  return context;
}

/**
 * A picture on a canvas of its own.
 *
 * @param {string} dataUrl
 */
export async function pictureOf(dataUrl) {
  const image = new Image();
  image.src = dataUrl;
  await image.decode();
  const picture = document.createElement("canvas");
  picture.width = image.naturalWidth;
  picture.height = image.naturalHeight;
  contextOf(picture).drawImage(image, 0, 0);
  return picture;
}
