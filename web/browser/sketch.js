// A plain drawing into MNIST's format, pixel for pixel as `mnist_models/drawing/sketch.py` does it,
// and what that needs of Pillow.

/** @typedef {import("./network.js").Rules} Rules */
/** @typedef {{ width: number, height: number, levels: Uint8Array }} Picture grey, row by row */
/** @typedef {{ square: Picture, fitted: Picture, centered: Picture }} Stages */

/**
 * Whether there are many shades between those of paper and ink, as in a photo.
 *
 * @param {Picture} gray
 * @param {Rules} rules
 */
export function isPhoto(gray, { photo }) {
  const { width, height } = gray;
  if (Math.min(width, height) < photo.smallest) return false;
  const [counts, edge] = [levelCounts(gray), border(gray)];
  const away = differencesFrom(median(edge)).map(Math.abs);
  const half = Math.max(...away.filter((_, level) => counts[level])) / 2;
  const between = away.map((each) => Number(each > photo.even && each < half));
  const onEdge = edge.reduce((total, level) => total + between[level], 0);
  return onEdge / edge.length > photo.border || dot(between, counts) > photo.all * width * height;
}

/**
 * All ink of a drawing, 0 paper to 255 ink; its paper is what is seen at its edge.
 *
 * @param {Picture} gray
 * @param {Rules} rules
 * @returns {Picture}
 */
export function inkOfDrawing(gray, rules) {
  const counts = levelCounts(gray);
  const difference = differencesFrom(paperOf(gray));
  // Ink is darker than the paper or, on a dark ground, lighter: whichever differs more in all.
  const darker = difference.map((each) => Math.max(-each, 0));
  const lighter = difference.map((each) => Math.max(each, 0));
  const ink = dot(darker, counts) >= dot(lighter, counts) ? darker : lighter;
  const strongest = Math.max(...ink.filter((_, level) => counts[level]));
  if (strongest < rules.paperTolerance) return blank(gray.width, gray.height);
  const levels = ink.map((each) => Math.min(Math.floor((each * 255) / strongest + 0.5), 255));
  return map(gray, withoutNoise(levels, counts, rules));
}

/** @type {(ink: number[], counts: Float64Array, rules: Rules) => number[]} */
function withoutNoise(ink, counts, { noise }) {
  const faint = ink.map((each) => Number(each > 0 && each < noise.faint));
  const medium = ink.map((each) => Number(each >= noise.faint && each < noise.medium));
  if (dot(faint, counts) <= dot(medium, counts)) return ink;
  return ink.map((each, level) => (faint[level] ? 0 : each));
}

/** @param {Picture} gray */
function paperOf(gray) {
  const { width, levels } = gray;
  const [first, ...others] = [0, width - 1, levels.length - width, levels.length - 1].map(
    (place) => levels[place],
  );
  return others.every((level) => level === first) ? first : median(border(gray));
}

/** @param {Picture} gray @returns how many pixels have each level */
function levelCounts({ levels }) {
  const counts = new Float64Array(256);
  for (let place = 0; place < levels.length; place++) counts[levels[place]]++;
  return counts;
}

/** @param {Picture} picture @returns the levels along the four sides, those in the corners twice */
function border({ width, height, levels }) {
  const sides = new Uint8Array(2 * (width + height));
  sides.set(levels.subarray(0, width));
  sides.set(levels.subarray(levels.length - width), width);
  for (let row = 0; row < height; row++) {
    sides[2 * width + row] = levels[row * width];
    sides[2 * width + height + row] = levels[(row + 1) * width - 1];
  }
  return sides;
}

/** @param {Uint8Array} levels an even number of them */
function median(levels) {
  const sorted = levels.slice().sort();
  return (sorted[(sorted.length >> 1) - 1] + sorted[sorted.length >> 1]) / 2;
}

/** @param {number} paper its level */
function differencesFrom(paper) {
  return Array.from({ length: 256 }, (_, level) => level - paper);
}

/** @param {number[]} values @param {Float64Array} counts */
function dot(values, counts) {
  return values.reduce((total, value, level) => total + value * counts[level], 0);
}

/**
 * The drawing after each step; null if there is no ink.
 *
 * @param {Picture} ink
 * @param {Rules} rules
 * @returns {Stages | null}
 */
export function sketchStages(ink, rules) {
  if (!hasInk(ink)) return null;
  const square = makeSquare(cutOut(ink));
  const fitted = stretch(resize(square, rules.digitSide, rules.digitSide));
  if (!hasInk(fitted)) return null; // a few faint pixels on a huge sheet average out to paper
  return { square, fitted, centered: centerMass(fitted, rules) };
}

/** @param {Picture} ink */
export function hasInk({ levels }) {
  return levels.some((level) => level > 0);
}

/**
 * The smallest rectangle that holds all ink.
 *
 * @param {Picture} ink not blank
 */
export function cutOut({ width, height, levels }) {
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      if (levels[row * width + column] === 0) continue;
      if (column < left) left = column;
      if (column >= right) right = column + 1;
      if (row < top) top = row;
      bottom = row + 1;
    }
  }
  const part = blank(right - left, bottom - top);
  for (let row = top; row < bottom; row++) {
    const inked = levels.subarray(row * width + left, row * width + right);
    part.levels.set(inked, (row - top) * part.width);
  }
  return part;
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
  const levels = Array.from({ length: 256 }, (_, level) => (level * 255) / brightest + 0.5);
  return map(ink, levels.map(Math.floor));
}

/** @param {Picture} fitted @param {Rules} rules */
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

/**
 * The whole canvas averaged down, as most demos do, for comparison.
 *
 * @param {Picture} ink
 * @param {Rules} rules
 */
export function shrinkCanvas(ink, { side }) {
  return stretch(resize(ink, side, side));
}

/**
 * Pillow's `resize` with `BOX`, to the last bit: first across, then down, each time rounded to whole
 * levels, with weights in fixed point.
 *
 * @param {Picture} picture
 * @param {number} width
 * @param {number} height
 */
export function resize(picture, width, height) {
  return averageAndTranspose(averageAndTranspose(picture, width), height);
}

const ONE = 2 ** 22; // the unit of the weights

/** @type {(picture: Picture, length: number) => Picture} */
function averageAndTranspose({ width, height, levels }, length) {
  const transposed = blank(height, length);
  const scale = width / length;
  const wide = Math.max(scale, 1); // enlarged pixels stay as they are
  for (let place = 0; place < length; place++) {
    const center = (place + 0.5) * scale;
    const first = Math.max(Math.trunc(center - wide / 2 + 0.5), 0);
    const end = Math.min(Math.trunc(center + wide / 2 + 0.5), width);
    const covered = Array.from({ length: end - first }, (_, index) => {
      const away = (index + first - center + 0.5) * (1 / wide);
      return Number(away > -0.5 && away <= 0.5);
    });
    const count = covered.reduce((total, each) => total + each, 0);
    const weights = covered.map((each) => Math.trunc(0.5 + (each / count) * ONE));
    for (let row = 0; row < height; row++) {
      const start = row * width + first;
      let total = ONE / 2;
      for (let index = 0; index < weights.length; index++) {
        total += weights[index] * levels[start + index];
      }
      transposed.levels[place * height + row] = Math.floor(total / ONE);
    }
  }
  return transposed;
}

/**
 * Pillow's `reduce`, to the last bit, until no side is longer than `longest`.
 *
 * @param {Picture} square
 * @param {number} longest
 * @returns {Picture}
 */
export function reduce(square, longest) {
  const { width, levels } = square;
  const factor = Math.ceil(width / longest);
  if (factor === 1) return square;
  const reduced = blank(Math.ceil(width / factor), Math.ceil(width / factor));
  for (let top = 0; top < width; top += factor) {
    const bottom = Math.min(top + factor, width);
    for (let left = 0; left < width; left += factor) {
      const right = Math.min(left + factor, width);
      const count = (bottom - top) * (right - left);
      let total = count >> 1;
      for (let row = top; row < bottom; row++) {
        for (let place = row * width + left; place < row * width + right; place++) {
          total += levels[place];
        }
      }
      const mean = (total * Math.floor(2 ** 24 / count)) / 2 ** 24; // a division in fixed point
      reduced.levels[(top / factor) * reduced.width + left / factor] = Math.floor(mean);
    }
  }
  return reduced;
}

/**
 * Pillow's `rotate` with `BILINEAR` and `expand`, to the last bit.
 *
 * @param {Picture} picture
 * @param {number} degrees counterclockwise, less than 90 either way
 */
export function rotate(picture, degrees) {
  const { width, height } = picture;
  const angle = -((degrees + 360) % 360) * (Math.PI / 180);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)].map((each) => Number(each.toFixed(15)));
  let [right, down] = [0, 0];
  const sourceOf = (/** @type {number} */ x, /** @type {number} */ y) => [
    cos * x + sin * y + right,
    -sin * x + cos * y + down,
  ];
  [right, down] = sourceOf(-width / 2, -height / 2);
  [right, down] = [right + width / 2, down + height / 2];
  const corners = [
    sourceOf(0, 0),
    sourceOf(width, 0),
    sourceOf(width, height),
    sourceOf(0, height),
  ];
  const [wide, high] = [0, 1].map((axis) => {
    const places = corners.map((corner) => corner[axis]);
    return Math.ceil(Math.max(...places)) - Math.floor(Math.min(...places));
  });
  [right, down] = sourceOf(-(wide - width) / 2, -(high - height) / 2);
  const turned = blank(wide, high);
  for (let row = 0; row < high; row++) {
    for (let column = 0; column < wide; column++) {
      const [x, y] = sourceOf(column + 0.5, row + 0.5);
      turned.levels[row * wide + column] = interpolate(picture, x, y);
    }
  }
  return turned;
}

/** @type {(picture: Picture, x: number, y: number) => number} */
function interpolate({ width, height, levels }, x, y) {
  if (x < 0 || x >= width || y < 0 || y >= height) return 0;
  const [left, top] = [Math.floor(x - 0.5), Math.floor(y - 0.5)];
  const [above, below] = [Math.max(top, 0), Math.min(top + 1, height - 1)].map((row) => {
    const first = levels[row * width + Math.max(left, 0)];
    const second = levels[row * width + Math.min(left + 1, width - 1)];
    return first + (second - first) * (x - 0.5 - left);
  });
  return Math.trunc(above + (below - above) * (y - 0.5 - top));
}

/** @type {(width: number, height: number) => Picture} */
function blank(width, height) {
  return { width, height, levels: new Uint8Array(width * height) };
}

/**
 * `part` on blank paper; whatever would leave it is cropped.
 *
 * @type {(part: Picture, side: number, left: number, top: number) => Picture}
 */
function paste({ width, height, levels }, side, left, top) {
  const sheet = blank(side, side);
  const [first, end] = [Math.max(0, -left), Math.min(width, side - left)];
  for (let row = Math.max(0, -top); row < Math.min(height, side - top); row++) {
    const part = levels.subarray(row * width + first, row * width + end);
    sheet.levels.set(part, (top + row) * side + left + first);
  }
  return sheet;
}

/**
 * Each level replaced by another one.
 *
 * @type {(picture: Picture, replacements: number[]) => Picture}
 */
function map(picture, replacements) {
  const table = Uint8Array.from(replacements);
  const levels = new Uint8Array(picture.levels.length);
  for (let place = 0; place < levels.length; place++) levels[place] = table[picture.levels[place]];
  return { ...picture, levels };
}
