// What `rules.py` hands over, so that no number stands twice.

/**
 * @typedef {object} Rules
 * @property {number} side of an image in MNIST's format
 * @property {number} digitSide of the digit in it
 * @property {number} middle where its mass comes to lie, counted from 1
 * @property {number} largest side of a stage's picture
 * @property {number} paperTolerance less contrast than this is blank paper
 * @property {{ smallest: number, even: number, border: number, all: number }} photo
 * @property {{ faint: number, medium: number }} noise
 * @property {{ digits: number, steps: number, maps: number }} explanation the integral's steps, and how many maps of a layer are shown
 * @property {{ turns: number[], sure: number, lessDoubt: number, side: number }} upright
 * @property {number} tiny the smallest probability that counts
 * @property {string} noInk a sentence
 */
/** @typedef {{ width: number, height: number, levels: Uint8Array }} Picture row by row */

export {};
