// Paints strokes: white ink on black, as in MNIST, with round joins and ends. Lines run straight
// from point to point: a curve would round the corner that makes a 1 of a 7.

import { SIDE } from "./drawing.js";

const MARGIN = 8; // pixels of paper that are sent around the ink

export const SHEET = { left: 0, top: 0, width: SIDE, height: SIDE };

// Fill `target` with `part` of the sheet.
export function paint(target, strokes, part = SHEET) {
  const context = target.getContext("2d");
  const scale = target.width / part.width;
  context.setTransform(scale, 0, 0, scale, -scale * part.left, -scale * part.top);
  context.fillStyle = "#000";
  context.fillRect(part.left, part.top, part.width, part.height);
  context.save();
  context.beginPath();
  context.rect(0, 0, SIDE, SIDE);
  context.clip();
  context.strokeStyle = "#fff";
  context.lineCap = context.lineJoin = "round";
  for (const { width, points, ink } of strokes) {
    if (ink) {
      paintInk(context, ink);
      continue;
    }
    context.lineWidth = width;
    context.stroke(pathThrough(points));
  }
  context.restore();
}

// The part of the sheet that holds all ink, with paper on every side: beyond the sheet's
// edge too, so that ink which touches it is not taken for paper. The server would cut the
// rest away itself, but only once it had been packed, sent and unpacked.
export function inkedPart(strokes) {
  if (strokes.some(({ ink }) => ink)) return SHEET; // its soft edges need much paper around them
  const [left, right] = span(strokes, 0);
  const [top, bottom] = span(strokes, 1);
  return { left, top, width: right - left, height: bottom - top };
}

function span(strokes, axis) {
  let [low, high] = [SIDE, 0];
  for (const { width, points } of strokes) {
    for (const point of points) {
      low = Math.min(low, point[axis] - width / 2);
      high = Math.max(high, point[axis] + width / 2);
    }
  }
  return [Math.max(0, Math.floor(low)) - MARGIN, Math.min(SIDE, Math.ceil(high)) + MARGIN];
}

function pathThrough([start, ...rest]) {
  const path = new Path2D();
  path.moveTo(...start);
  path.lineTo(...start); // a dot is ink too
  for (const point of rest) path.lineTo(...point);
  return path;
}

// In the middle, as large as a person draws.
function paintInk(context, ink) {
  const longest = Math.max(ink.width, ink.height);
  let scale = (0.7 * SIDE) / longest;
  // Pixels of a tiny picture, such as one of MNIST's, stay squares of whole size, so
  // that the server finds the very same pixels again.
  context.imageSmoothingEnabled = longest > 28;
  if (longest <= 28) scale = Math.floor(scale);
  const [width, height] = [scale * ink.width, scale * ink.height];
  const [left, top] = [width, height].map((side) => Math.round((SIDE - side) / 2));
  context.drawImage(ink, left, top, width, height);
}
