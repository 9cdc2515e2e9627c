// Area averaging as Pillow's `BOX` does it, to the last bit: rows first, then columns, each
// rounded to whole levels, with weights of 22 binary places.

import { transpose } from "./picture.js";

/** @typedef {import("./rules.js").Picture} Picture */

const ONE = 2 ** 22; // the weights' unit

/**
 * @param {Picture} picture
 * @param {number} width that it gets
 * @param {number} height
 */
export function average(picture, width, height = width) {
  return transpose(averageRows(transpose(averageRows(picture, width)), height));
}

/**
 * @param {Picture} picture
 * @param {number} width that its rows get
 * @returns {Picture}
 */
function averageRows({ width: before, height, levels }, width) {
  const averaged = new Uint8Array(width * height);
  spread(before, width).forEach(({ first, weights }, column) => {
    for (let row = 0; row < height; row++) {
      const start = row * before + first;
      let total = ONE / 2;
      for (let index = 0; index < weights.length; index++) {
        total += weights[index] * levels[start + index];
      }
      averaged[row * width + column] = Math.floor(total / ONE);
    }
  });
  return { width, height, levels: averaged };
}

/**
 * Which pixels each new one covers, and how much each of them counts.
 *
 * @param {number} before
 * @param {number} after
 */
function spread(before, after) {
  const scale = before / after;
  const wide = Math.max(scale, 1); // enlarged pixels stay as they are
  return Array.from({ length: after }, (_, place) => {
    const center = (place + 0.5) * scale;
    const first = Math.max(Math.trunc(center - wide / 2 + 0.5), 0);
    const end = Math.min(Math.trunc(center + wide / 2 + 0.5), before);
    const covered = Array.from({ length: end - first }, (__, index) => {
      const away = (index + first - center + 0.5) * (1 / wide);
      return away > -0.5 && away <= 0.5 ? 1 : 0;
    });
    const count = covered.reduce((/** @type {number} */ total, each) => total + each, 0);
    return { first, weights: covered.map((each) => Math.trunc(0.5 + (each / count) * ONE)) };
  });
}

/**
 * Averaged down by a whole factor until no side is longer than `longest`.
 *
 * @param {Picture} square
 * @param {number} longest
 * @returns {Picture}
 */
export function reduce(square, longest) {
  const { width: before, levels } = square;
  const factor = Math.ceil(before / longest);
  if (factor === 1) return square;
  const side = Math.ceil(before / factor);
  const reduced = new Uint8Array(side * side);
  for (let top = 0; top < before; top += factor) {
    const bottom = Math.min(top + factor, before);
    for (let left = 0; left < before; left += factor) {
      const right = Math.min(left + factor, before);
      let total = 0;
      for (let row = top; row < bottom; row++) {
        for (let place = row * before + left; place < row * before + right; place++) {
          total += levels[place];
        }
      }
      const mean = total / ((bottom - top) * (right - left));
      reduced[(top / factor) * side + left / factor] = Math.floor(mean + 0.5);
    }
  }
  return { width: side, height: side, levels: reduced };
}
