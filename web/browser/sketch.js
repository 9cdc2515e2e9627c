// A drawing into MNIST's format, stage by stage, as `mnist_models/drawing/sketch.py` does it.

import { hasInk } from "./image.js";
import { crop, map, paste } from "./picture.js";
import { average } from "./resample.js";

/** @typedef {import("./rules.js").Picture} Picture */
/** @typedef {import("./rules.js").Rules} Rules */

/**
 * @param {Picture} ink
 * @param {Rules} rules
 * @returns {{ square: Picture, fitted: Picture, centered: Picture } | null} null if there is no ink
 */
export function stagesOf(ink, rules) {
  if (!hasInk(ink)) return null;
  const square = makeSquare(cutOut(ink));
  const fitted = stretch(average(square, rules.digitSide));
  if (!hasInk(fitted)) return null;
  return { square, fitted, centered: centerMass(fitted, rules) };
}

/**
 * The whole canvas averaged down, as most demos do.
 *
 * @param {Picture} ink
 * @param {Rules} rules
 */
export function shrinkCanvas(ink, { side }) {
  return stretch(average(ink, side));
}

/**
 * The smallest rectangle that holds all ink.
 *
 * @param {Picture} ink not blank
 */
export function cutOut(ink) {
  const { width, height, levels } = ink;
  const box = { left: width, top: height, right: 0, bottom: 0 };
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      if (levels[row * width + column] === 0) continue;
      if (column < box.left) box.left = column;
      if (column >= box.right) box.right = column + 1;
      if (row < box.top) box.top = row;
      box.bottom = row + 1;
    }
  }
  return crop(ink, box);
}

/** @param {Picture} ink */
function makeSquare(ink) {
  const side = Math.max(ink.width, ink.height);
  const [left, top] = [ink.width, ink.height].map((length) => Math.floor((side - length) / 2));
  return paste(ink, side, left, top);
}

/** @param {Picture} ink */
function stretch(ink) {
  const brightest = ink.levels.reduce((most, level) => Math.max(most, level), 0);
  if (brightest === 0) return ink;
  return map(
    ink,
    Array.from({ length: 256 }, (_, level) => Math.floor((level * 255) / brightest + 0.5)),
  );
}

/**
 * @param {Picture} fitted
 * @param {Rules} rules
 */
function centerMass(fitted, { side, middle }) {
  let [mass, across, down] = [0, 0, 0];
  fitted.levels.forEach((level, index) => {
    mass += level;
    across += level * ((index % fitted.width) + 0.5);
    down += level * (Math.floor(index / fitted.width) + 0.5);
  });
  const [left, top] = [across, down].map((moment) => Math.floor(middle - moment / mass));
  return paste(fitted, side, left, top);
}
