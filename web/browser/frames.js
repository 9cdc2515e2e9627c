// What a frame, a box or the window of a screenshot encloses, as `frames.py` finds it.

import { crop, transpose } from "./picture.js";

/** @typedef {import("./picture.js").Box} Box */
/** @typedef {import("./rules.js").Picture} Picture */
/** @typedef {import("./rules.js").Rules} Rules */

/**
 * @param {Picture} ink
 * @param {Rules} rules
 * @returns {Box | null}
 */
export function enclosedBox(ink, rules) {
  const { frames } = rules;
  const turned = transpose(ink);
  const rows = longLines(ink, rules);
  const columns = longLines(turned, rules);
  if (!rows.length || !columns.length) return null;
  const [top, bottom, left, right] = [
    rows[0],
    rows[rows.length - 1],
    columns[0],
    columns[columns.length - 1],
  ];
  const across = shares(crop(ink, { left, right: right + 1, top: 0, bottom: ink.height }), rules);
  const down = shares(
    crop(turned, { left: top, right: bottom + 1, top: 0, bottom: ink.width }),
    rules,
  );
  const sides = [across[top], across[bottom], down[left], down[right]];
  // A rectangle ends where its sides do; a broad stroke tapers off.
  const beyond = [...outside(across, top, bottom), ...outside(down, left, right)];
  if (Math.min(...sides) < frames.unbroken || beyond.some((share) => share > 0.5)) return null;
  const inside = crop(ink, { left, top, right: right + 1, bottom: bottom + 1 });
  const thick = 1 + sidesThickness(inside, rules); // with the soft edge
  const box = {
    left: left + thick,
    top: top + thick,
    right: right + 1 - thick,
    bottom: bottom + 1 - thick,
  };
  const smallest = Math.min(box.right - box.left, box.bottom - box.top);
  return smallest < frames.smallest ? null : box;
}

/**
 * How much of each row is drawn, 0–1.
 *
 * @param {Picture} ink
 * @param {Rules} rules
 */
function shares(ink, rules) {
  return drawnIn(ink, rules).map((count) => count / ink.width);
}

/**
 * How many pixels of each row are drawn.
 *
 * @param {Picture} ink
 * @param {Rules} rules
 */
function drawnIn({ width, height, levels }, { drawn }) {
  const counts = new Float64Array(height);
  for (let at = 0; at < levels.length; at++) {
    if (levels[at] >= drawn) counts[Math.floor(at / width)]++;
  }
  return counts;
}

/**
 * @param {Picture} ink
 * @param {Rules} rules
 */
function longLines(ink, rules) {
  return [...drawnIn(ink, rules).entries()].flatMap(([row, count]) =>
    count >= rules.frames.long * ink.width ? [row] : [],
  );
}

/**
 * The lines a little outside of the first and of the last one, where there are any.
 *
 * @param {Float64Array} lines
 * @param {number} first
 * @param {number} last
 */
function outside(lines, first, last) {
  const before = Math.max(first - 3, 0);
  return [
    ...lines.subarray(before, Math.min(before + 1, first)),
    ...lines.subarray(last + 3, last + 4),
  ];
}

/**
 * @param {Picture} inside
 * @param {Rules} rules
 */
function sidesThickness(inside, rules) {
  const lines = [inside, transpose(inside)].map((each) => shares(each, rules));
  const share = lines[0].reduce((total, each) => total + each) / inside.height;
  // A filled rectangle has no sides of its own.
  if (share >= 0.5) return Math.floor(Math.min(inside.width, inside.height) / 50);
  const ends = lines.flatMap((each) => [each, each.slice().reverse()]);
  const thickness = (/** @type {Float64Array} */ each) =>
    Math.max(
      each.findIndex((drawn) => drawn < rules.frames.unbroken),
      0,
    );
  return Math.max(...ends.map(thickness));
}
