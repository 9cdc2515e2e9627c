// A drawing as the part of an address that browsers keep to themselves: "#drawing=…".
//
// Numbers of seven bits a byte, the lowest first; of each stroke the pen's width, how many
// points it has, and the way from each to the next, from the corner to the first. Lengths are
// halves of a pixel.

/** @typedef {import("./drawing.js").Stroke} Stroke */
/** @typedef {import("./drawing.js").Point} Point */

const START = "#drawing=";
const UNIT = 0.5; // pixels of the sheet

/**
 * @param {import("./drawing.js").Mark[]} marks
 * @returns {string | null} null where a picture is among them, which is too long
 */
export function linkTo(marks) {
  /** @type {number[]} */
  const numbers = [];
  for (const mark of marks) {
    if ("ink" in mark) return null;
    numbers.push(Math.round(mark.width / UNIT), mark.points.length);
    let [left, top] = [0, 0];
    for (const point of mark.points) {
      const [x, y] = point.map((each) => Math.round(each / UNIT));
      numbers.push(folded(x - left), folded(y - top));
      [left, top] = [x, y];
    }
  }
  const bytes = numbers.flatMap(toBytes).map((byte) => String.fromCharCode(byte));
  const text = btoa(bytes.join("")).replaceAll("+", "-").replaceAll("/", "_");
  return START + text.replaceAll("=", "");
}

/**
 * @param {string} hash of an address
 * @returns {Stroke[] | null} null where it holds no drawing
 */
export function drawingIn(hash) {
  if (!hash.startsWith(START)) return null;
  try {
    const text = atob(hash.slice(START.length).replaceAll("-", "+").replaceAll("_", "/"));
    return strokesOf(toNumbers([...text].map((letter) => letter.charCodeAt(0))));
  } catch {
    return null; // cut short or made up
  }
}

/** @param {number[]} numbers */
function strokesOf(numbers) {
  /** @type {Stroke[]} */
  const strokes = [];
  let at = 0;
  while (at < numbers.length) {
    const [width, count] = numbers.slice(at, at + 2);
    const way = numbers.slice(at + 2, at + 2 + 2 * count).map(unfolded);
    if (!count || way.length < 2 * count) throw new RangeError("Expected more points.");
    let [x, y] = [0, 0];
    const points = Array.from({ length: count }, (_, index) => {
      x += way[2 * index];
      y += way[2 * index + 1];
      return /** @type {Point} */ ([x * UNIT, y * UNIT]);
    });
    strokes.push({ width: width * UNIT, points });
    at += 2 + 2 * count;
  }
  return strokes;
}

// 0, -1, 1, -2, … as 0, 1, 2, 3, …
const folded = (/** @type {number} */ each) => (each < 0 ? -2 * each - 1 : 2 * each);
const unfolded = (/** @type {number} */ each) => (each % 2 ? -(each + 1) / 2 : each / 2);

/** @param {number} number */
function toBytes(number) {
  const bytes = [];
  let rest = number;
  while (rest > 127) {
    bytes.push(128 + (rest % 128));
    rest = Math.floor(rest / 128);
  }
  return [...bytes, rest];
}

/** @param {number[]} bytes */
function toNumbers(bytes) {
  const numbers = [];
  let [number, unit] = [0, 1];
  for (const byte of bytes) {
    number += (byte % 128) * unit;
    unit *= 128;
    if (byte > 127) continue;
    numbers.push(number);
    [number, unit] = [0, 1];
  }
  return numbers;
}
