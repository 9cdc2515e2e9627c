// Parts and lines of a grey picture.

/** @typedef {import("./rules.js").Picture} Picture */
/** @typedef {{ left: number, top: number, right: number, bottom: number }} Box its right and bottom lie outside */

/**
 * @param {Picture} picture
 * @param {Box} box
 * @returns {Picture}
 */
export function crop({ width, levels }, { left, top, right, bottom }) {
  const part = blank(right - left, bottom - top);
  for (let row = 0; row < part.height; row++) {
    const start = (top + row) * width + left;
    part.levels.set(levels.subarray(start, start + part.width), row * part.width);
  }
  return part;
}

/**
 * `part` on a black sheet; what would leave the sheet is cropped.
 *
 * @param {Picture} part
 * @param {number} side of the sheet
 * @param {number} left
 * @param {number} top
 * @returns {Picture}
 */
export function paste({ width, height, levels }, side, left, top) {
  const sheet = blank(side, side);
  const [first, end] = [Math.max(0, -left), Math.min(width, side - left)];
  for (let row = Math.max(0, -top); row < Math.min(height, side - top); row++) {
    const part = levels.subarray(row * width + first, row * width + end);
    sheet.levels.set(part, (top + row) * side + left + first);
  }
  return sheet;
}

/**
 * @param {number} width
 * @param {number} height
 * @returns {Picture}
 */
export function blank(width, height) {
  return { width, height, levels: new Uint8Array(width * height) };
}

/**
 * Each level replaced by another one.
 *
 * @param {Picture} picture
 * @param {ArrayLike<number>} replacements 256
 * @returns {Picture}
 */
export function map({ width, height, levels }, replacements) {
  const table = Uint8Array.from(replacements);
  const replaced = new Uint8Array(levels.length);
  for (let place = 0; place < levels.length; place++) replaced[place] = table[levels[place]];
  return { width, height, levels: replaced };
}

/**
 * The levels along the four sides; those in the corners twice.
 *
 * @param {Picture} picture
 */
export function border({ width, height, levels }) {
  const sides = new Uint8Array(2 * (width + height));
  sides.set(levels.subarray(0, width));
  sides.set(levels.subarray(levels.length - width), width);
  for (let row = 0; row < height; row++) {
    sides[2 * width + row] = levels[row * width];
    sides[2 * width + height + row] = levels[(row + 1) * width - 1];
  }
  return sides;
}

/**
 * With rows and columns exchanged.
 *
 * @param {Picture} picture
 * @returns {Picture}
 */
export function transpose({ width, height, levels }) {
  const turned = blank(height, width);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      turned.levels[column * height + row] = levels[row * width + column];
    }
  }
  return turned;
}
