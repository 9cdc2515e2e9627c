// The layers of a network: what each gives, and how gradients go back through it.

import { convolution } from "./convolution.js";

/** @typedef {import("./engine.js").Engine} Engine */
/** @typedef {import("./convolution.js").Weighted} Weighted */
/** @typedef {{ kind: "pool", size: number, stride: number }} Pool */
/** @typedef {Weighted | Pool} Layer */
/** @typedef {import("./engine.js").Maps} Maps */
/** @typedef {{ vector: (count: number) => Float32Array, weights: (count: number) => Float32Array }} Numbers in the order of the layers */
/**
 * @typedef {object} Step
 * @property {Maps} maps what it gives
 * @property {(images: number) => void} run one image or `AT_ONCE`
 * @property {(images: number) => void} back from the gradients of what it gives to those of what it takes
 * @property {boolean} [shown] whether visitors see its maps
 */

/**
 * What a layer does.
 *
 * @param {Engine} engine
 * @param {Layer} layer
 * @param {Maps} from
 * @param {Numbers} numbers
 * @returns {Step}
 */
export function stepOf(engine, layer, from, numbers) {
  return layer.kind === "pool"
    ? pool(engine, layer, from)
    : convolution(engine, layer, from, numbers);
}

/**
 * The largest of each square.
 *
 * @param {Engine} engine
 * @param {Pool} layer
 * @param {Maps} from
 * @returns {Step}
 */
function pool(engine, { size, stride }, from) {
  const { side, channels, least } = from;
  const maps = engine.reserveMaps(Math.floor((side - size) / stride) + 1, channels, least);
  const shape = engine.keepStruct([side, channels, size, stride]);
  const inks = engine.keepStruct([side, 1, size, stride]);
  engine.pool(shape, 1, from.paper, maps.paper);
  engine.pool(inks, 1, from.ink, maps.ink);
  return {
    maps,
    run(images) {
      engine.pool(inks, 1, from.ink, maps.ink);
      engine.pool(shape, images, from.at, maps.at);
    },
    back(images) {
      engine.floats(from.gradients, images * side ** 2 * channels).fill(0);
      engine.unpool(shape, images, maps.at, maps.gradients, from.at, from.gradients);
    },
  };
}
