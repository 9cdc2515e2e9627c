// A picture of a digit that is turned, set upright, as `mnist_models/upright.py` does it.

import { blank } from "./picture.js";
import { average } from "./resample.js";
import { cutOut } from "./sketch.js";

/** @typedef {import("./rules.js").Picture} Picture */

/**
 * The ink as it is, or turned, if nearly all doubt goes with that.
 *
 * @param {Picture} ink not blank
 * @param {(ink: Picture) => { digit: number | null, confidence: number }} judge
 * @param {import("./rules.js").Rules["upright"]} rules
 */
export function setUpright(ink, judge, rules) {
  const { digit, confidence } = judge(ink);
  if (digit === null || confidence > rules.sure) return ink;
  const small = shrink(cutOut(ink), rules.side);
  let [best, most] = [ink, 0];
  for (const degrees of rules.turns) {
    const turned = rotate(small, degrees);
    const sure = judge(turned).confidence;
    if (sure > most) [best, most] = [turned, sure];
  }
  return (1 - most) * rules.lessDoubt < 1 - confidence ? best : ink;
}

/**
 * @param {Picture} picture
 * @param {number} longest side that it may have
 */
function shrink(picture, longest) {
  const scale = longest / Math.max(picture.width, picture.height);
  if (scale >= 1) return picture;
  const [width, height] = [picture.width, picture.height].map((side) =>
    Math.max(1, Math.round(side * scale)),
  );
  return average(picture, width, height);
}

/**
 * All of it, about its middle, as Pillow's `rotate` does it with `BILINEAR`.
 *
 * @param {Picture} picture
 * @param {number} degrees counterclockwise, less than 90 either way
 */
function rotate(picture, degrees) {
  const { width, height } = picture;
  const [cos, sin] = [Math.cos, Math.sin].map((of) => of((-degrees * Math.PI) / 180));
  const turned = blank(
    span(width, width * cos + height * Math.abs(sin)),
    span(height, height * cos + width * Math.abs(sin)),
  );
  for (let row = 0; row < turned.height; row++) {
    const down = row + 0.5 - turned.height / 2;
    for (let column = 0; column < turned.width; column++) {
      const across = column + 0.5 - turned.width / 2;
      const [x, y] = [cos * across + sin * down, cos * down - sin * across];
      turned.levels[row * turned.width + column] = between(picture, x + width / 2, y + height / 2);
    }
  }
  return turned;
}

/**
 * How many whole pixels `after` takes, about the middle of `before` pixels.
 *
 * @param {number} before
 * @param {number} after
 */
function span(before, after) {
  return Math.ceil((before + after) / 2) - Math.floor((before - after) / 2);
}

/**
 * The level at a place between the pixels' middles; outside the picture it is 0.
 *
 * @param {Picture} picture
 * @param {number} x
 * @param {number} y
 */
function between({ width, height, levels }, x, y) {
  if (x < 0 || x >= width || y < 0 || y >= height) return 0;
  const [left, top] = [Math.floor(x - 0.5), Math.floor(y - 0.5)];
  const [above, below] = [Math.max(top, 0), Math.min(top + 1, height - 1)].map((row) => {
    const first = levels[row * width + Math.max(left, 0)];
    const second = levels[row * width + Math.min(left + 1, width - 1)];
    return first + (second - first) * (x - 0.5 - left);
  });
  return Math.trunc(above + (below - above) * (y - 0.5 - top));
}
