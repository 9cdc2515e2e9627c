// Paints strokes: white ink on black, as in MNIST, with round joins and ends. Lines run straight
// from point to point: a curve would round the corner that makes a 1 of a 7.

/** @typedef {import("./drawing.js").Mark} Mark */
/** @typedef {import("./drawing.js").Point} Point */
/** @typedef {{ left: number, top: number, width: number, height: number }} Part of the sheet */

const MARGIN = 8; // pixels of paper that are sent around the ink

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
 * Fill `target` with `part` of the sheet.
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
  context.strokeStyle = "#fff";
  context.lineCap = context.lineJoin = "round";
  for (const mark of marks) {
    if ("ink" in mark) {
      paintInk(context, mark.ink, side);
      continue;
    }
    if (isDot(mark.points)) {
      paintDot(context, mark);
      continue;
    }
    context.lineWidth = mark.width;
    context.stroke(pathThrough(mark.points));
  }
  context.restore();
}

/**
 * The part of the sheet that holds all ink, with paper on every side: beyond the sheet's
 * edge too, so that ink which touches it is not taken for paper. The server would cut the
 * rest away itself, but only once it had been packed, sent and unpacked.
 *
 * @param {Mark[]} marks
 * @param {number} side of the sheet
 * @returns {Part}
 */
export function inkedPart(marks, side) {
  const strokes = marks.filter((mark) => "points" in mark);
  // The soft edges of a picture need much paper around them.
  if (strokes.length < marks.length) return sheet(side);
  const [left, right] = span(strokes, 0, side);
  const [top, bottom] = span(strokes, 1, side);
  return { left, top, width: right - left, height: bottom - top };
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
 * @param {import("./drawing.js").Stroke[]} strokes
 * @param {0 | 1} axis
 * @param {number} side
 */
function span(strokes, axis, side) {
  let [low, high] = [side, 0];
  for (const { width, points } of strokes) {
    for (const point of points) {
      low = Math.min(low, point[axis] - width / 2);
      high = Math.max(high, point[axis] + width / 2);
    }
  }
  return [Math.max(0, Math.floor(low)) - MARGIN, Math.min(side, Math.ceil(high)) + MARGIN];
}

/** @param {Point[]} points */
function isDot([[x, y], ...rest]) {
  return rest.every((point) => point[0] === x && point[1] === y);
}

/**
 * What a tap leaves; a path without a length would leave nothing.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {import("./drawing.js").Stroke} stroke
 */
function paintDot(context, { width, points: [[x, y]] }) {
  context.fillStyle = "#fff";
  context.beginPath();
  context.arc(x, y, width / 2, 0, 2 * Math.PI);
  context.fill();
}

/** @param {Point[]} points */
function pathThrough([start, ...rest]) {
  const path = new Path2D();
  path.moveTo(...start);
  for (const point of rest) path.lineTo(...point);
  return path;
}

/**
 * In the middle, as large as a person draws.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {HTMLCanvasElement} ink
 * @param {number} side
 */
function paintInk(context, ink, side) {
  const longest = Math.max(ink.width, ink.height);
  let scale = (0.7 * side) / longest;
  // Pixels of a tiny picture, such as one of MNIST's, stay squares of whole size, so
  // that the server finds the very same pixels again.
  context.imageSmoothingEnabled = longest > 28;
  if (longest <= 28) scale = Math.floor(scale);
  const [width, height] = [scale * ink.width, scale * ink.height];
  const [left, top] = [width, height].map((length) => Math.round((side - length) / 2));
  context.drawImage(ink, left, top, width, height);
}
