// The ink in a drawing as `mnist_models/drawing/plain.py` finds it.

import { border, map } from "./picture.js";

/** @typedef {import("./rules.js").Picture} Picture */
/** @typedef {import("./rules.js").Rules} Rules */

/** @param {Picture} ink */
export function hasInk({ levels }) {
  return levels.some((level) => level > 0);
}

/**
 * All ink of a drawing, 0 paper to 255 ink.
 *
 * @param {Picture} gray
 * @param {Rules} rules
 */
export function inkOfDrawing(gray, rules) {
  const counts = countsIn(gray);
  const difference = differences(paperOf(gray));
  // Ink is darker than the paper or, on a dark ground, lighter: whichever differs more in all.
  const [darker, lighter] = [-1, 1].map((sign) =>
    difference.map((each) => Math.max(sign * each, 0)),
  );
  const ink = sum(darker, counts) >= sum(lighter, counts) ? darker : lighter;
  const strongest = Math.max(...ink.filter((_, level) => counts[level]));
  if (strongest < rules.paperTolerance) return map(gray, new Uint8Array(256));
  const levels = ink.map((each) => Math.min(Math.floor((each * 255) / strongest + 0.5), 255));
  return map(gray, withoutNoise(levels, counts, rules));
}

/**
 * Whether there are many shades between those of paper and ink, as in a photo.
 *
 * @param {Picture} gray
 * @param {Rules} rules
 */
export function isPhoto(gray, { photo }) {
  const { width, height } = gray;
  if (Math.min(width, height) < photo.smallest) return false;
  const [counts, edge] = [countsIn(gray), border(gray)];
  const away = differences(median(edge)).map(Math.abs);
  const half = Math.max(...away.filter((_, level) => counts[level])) / 2;
  const between = away.map((each) => Number(each > photo.even && each < half));
  const onEdge = edge.reduce((total, level) => total + between[level], 0);
  return onEdge / edge.length > photo.border || sum(between, counts) > photo.all * width * height;
}

/**
 * The level of the paper, which is seen in the corners or else along the sides.
 *
 * @param {Picture} gray
 */
function paperOf(gray) {
  const { width, levels } = gray;
  const [first, ...others] = [0, width - 1, levels.length - width, levels.length - 1].map(
    (place) => levels[place],
  );
  return others.every((level) => level === first) ? first : median(border(gray));
}

/** @param {Uint8Array} levels an even number of them */
function median(levels) {
  const sorted = levels.slice().sort();
  return (sorted[(sorted.length >> 1) - 1] + sorted[sorted.length >> 1]) / 2;
}

/** @param {Picture} gray */
function countsIn({ levels }) {
  const counts = new Float64Array(256);
  for (let place = 0; place < levels.length; place++) counts[levels[place]]++;
  return counts;
}

/**
 * Of each level from the paper's.
 *
 * @param {number} paper
 */
function differences(paper) {
  return Array.from({ length: 256 }, (_, level) => level - paper);
}

/**
 * @param {number[]} ink of each level
 * @param {Float64Array} counts
 * @param {Rules} rules
 */
function withoutNoise(ink, counts, { noise }) {
  const isFaint = (/** @type {number} */ each) => each > 0 && each < noise.faint;
  const isMedium = (/** @type {number} */ each) => each >= noise.faint && each < noise.medium;
  const [faint, medium] = [isFaint, isMedium].map((has) => sum(ink.map(has).map(Number), counts));
  return faint > medium ? ink.map((each) => (isFaint(each) ? 0 : each)) : ink;
}

/**
 * @param {number[]} values
 * @param {Float64Array} counts
 */
function sum(values, counts) {
  return values.reduce((total, value, level) => total + value * counts[level], 0);
}
