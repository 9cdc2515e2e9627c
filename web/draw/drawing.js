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
/** @typedef {{ left: number, top: number, width: number, height: number }} Part of the sheet */
/** @typedef {ReturnType<typeof createDrawing>} Drawing */

const MARGIN = 8; // pixels of paper around the ink that is read

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
 * The whole sheet.
 *
 * @param {number} side
 * @returns {Part}
 */
export function sheet(side) {
  return { left: 0, top: 0, width: side, height: side };
}

/**
 * The part of the sheet that holds all ink, with paper on every side. It may reach beyond the
 * sheet, so that ink at the sheet's edge is not taken for paper. The reader would cut the rest
 * away as well, but only after it has been packed, sent and unpacked.
 *
 * @param {Mark[]} marks
 * @param {number} side of the sheet
 * @returns {Part}
 */
export function inkedPart(marks, side) {
  const box = { left: side, top: side, right: 0, bottom: 0 };
  for (const mark of marks) {
    if ("ink" in mark) return sheet(side); // its soft edges need much paper around them
    for (const [x, y] of mark.points) {
      box.left = Math.min(box.left, x - mark.width / 2);
      box.top = Math.min(box.top, y - mark.width / 2);
      box.right = Math.max(box.right, x + mark.width / 2);
      box.bottom = Math.max(box.bottom, y + mark.width / 2);
    }
  }
  const left = Math.max(0, Math.floor(box.left)) - MARGIN;
  const top = Math.max(0, Math.floor(box.top)) - MARGIN;
  const right = Math.min(side, Math.ceil(box.right)) + MARGIN;
  const bottom = Math.min(side, Math.ceil(box.bottom)) + MARGIN;
  return { left, top, width: right - left, height: bottom - top };
}

/**
 * Fill `target` with a part of the sheet. Lines run straight from point to point: a curve would
 * round the corner that distinguishes a 7 from a 1.
 *
 * @param {HTMLCanvasElement} target
 * @param {Mark[]} marks
 * @param {number} side of the sheet
 * @param {Part} part
 */
export function paint(target, marks, side, part = sheet(side)) {
  const context = contextOf(target);
  const scale = target.width / part.width;
  context.setTransform(scale, 0, 0, scale, -scale * part.left, -scale * part.top);
  context.fillStyle = "#000";
  context.fillRect(part.left, part.top, part.width, part.height);
  context.save();
  context.beginPath();
  context.rect(0, 0, side, side);
  context.clip();
  context.strokeStyle = context.fillStyle = "#fff";
  context.lineCap = context.lineJoin = "round";
  for (const mark of marks) {
    if ("ink" in mark) paintPicture(context, mark.ink, side);
    else paintStroke(context, mark);
  }
  context.restore();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Stroke} stroke
 */
function paintStroke(context, { width, points: [[left, top], ...rest] }) {
  context.beginPath();
  if (rest.some(([x, y]) => x !== left || y !== top)) {
    context.lineWidth = width;
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
