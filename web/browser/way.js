// One way through a layer, forward or back, as `kernel.c` takes it.

/** @typedef {import("./engine.js").Maps} Maps */
/** @typedef {{ first: number, count: number, kernel: number }} Reach as `kernel.c` has it */
/**
 * @typedef {object} Way
 * @property {number} size of the kernel
 * @property {number} step of its rows from one given row to the next
 * @property {Reach[]} reaches of each wanted row
 * @property {ArrayLike<number>} offsets of the wanted channels; what lacks one has 0
 * @property {(weights: Float32Array, length: number) => void} fill in those of each place of the
 *   kernel and each given channel: `length` for the wanted channels
 */

const FOUR = 4; // channels, which the kernel works out at once

/**
 * @param {import("./engine.js").Engine} engine
 * @param {Maps} given
 * @param {Maps} wanted
 * @param {Way} way
 * @returns its address
 */
export function keepWay(engine, given, wanted, { size, step, reaches, offsets, fill }) {
  const length = Math.ceil(wanted.channels / FOUR) * FOUR;
  const weights = new Float32Array(size ** 2 * given.channels * length);
  fill(weights, length);
  return engine.keepStruct(
    [
      ...[given.side, given.channels, wanted.side, wanted.channels, size, step],
      engine.keepStruct(reaches.flatMap(({ first, count, kernel }) => [first, count, kernel])),
      ...engine.reserveLists(given),
      engine.keep(weights),
      engine.keep(Array.from({ length }, (_, channel) => offsets[channel] ?? 0)),
      ...[given.ink, wanted.ink, wanted.paper],
    ],
    wanted.least,
  );
}
