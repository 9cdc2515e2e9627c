// Paints strokes: white ink on black, as in MNIST, with round joins and ends. Lines run straight
// from point to point: a curve would round the corner that makes a 1 of a 7.

import { SIDE } from "./drawing.js";

export function paint(target, strokes) {
  const context = target.getContext("2d");
  const scale = target.width / SIDE;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.fillStyle = "#000";
  context.fillRect(0, 0, SIDE, SIDE);
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
