// The ink in a picture as `mnist_models/drawing/image.py` finds it, except in photos.

import { enclosedBox } from "./frames.js";
import { border, crop, map } from "./picture.js";

/** @typedef {import("./rules.js").Picture} Picture */
/** @typedef {import("./rules.js").Rules} Rules */

/**
 * The ink, 0 paper to 255 ink; null for a photo, which takes more than is here.
 *
 * @param {Picture} gray
 * @param {Rules} rules
 * @returns {Picture | null}
 */
export function inkIn(gray, rules, frames = rules.frames.most) {
  const ink = plainInk(gray, rules);
  const box = ink && frames && enclosedBox(ink, rules);
  if (!box) return ink;
  const inner = inkIn(crop(gray, box), rules, frames - 1);
  // What touches the frame is a part of it: a digit of straight lines, such as an 8.
  const touches = inner && border(inner).some((level) => level >= rules.drawn);
  return touches || (inner && !hasInk(inner)) ? ink : inner;
}

/** @param {Picture} ink */
export function hasInk({ levels }) {
  return levels.some((level) => level > 0);
}

/**
 * @param {Picture} gray
 * @param {Rules} rules
 */
function plainInk(gray, rules) {
  const counts = new Float64Array(256);
  for (const level of gray.levels) counts[level]++;
  const edge = border(gray).sort();
  const paper = (edge[(edge.length >> 1) - 1] + edge[edge.length >> 1]) / 2;
  const difference = Array.from(counts, (_, level) => level - paper);
  if (isPhoto(gray, difference, counts, edge, rules)) return null;
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
 * @param {Picture} gray
 * @param {number[]} difference of each level from the paper's
 * @param {Float64Array} counts of pixels with that level
 * @param {Uint8Array} edge the levels along the sides
 * @param {Rules} rules
 */
function isPhoto({ width, height }, difference, counts, edge, { photo }) {
  if (Math.min(width, height) < photo.smallest) return false;
  const away = difference.map(Math.abs);
  const half = Math.max(...away.filter((_, level) => counts[level])) / 2;
  const between = away.map((each) => Number(each > photo.even && each < half));
  const onEdge = edge.reduce((total, level) => total + between[level], 0);
  return onEdge / edge.length > photo.border || sum(between, counts) > photo.all * width * height;
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
