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
 * @property {() => void} run
 * @property {() => void} back from the gradients of what it gives to those of what it takes
 * @property {number} [shown] so many of its maps are for visitors to see
 */

/**
 * What a layer does, in one step or two.
 *
 * @param {Engine} engine
 * @param {Layer} layer
 * @param {Maps} from
 * @param {Numbers} numbers
 * @returns {Step[]}
 */
export function stepsOf(engine, layer, from, numbers) {
  if (layer.kind === "pool") return [pool(engine, layer, from)];
  const padded = layer.padding.some(Boolean) ? [pad(engine, layer.padding, from)] : [];
  return [...padded, convolution(engine, layer, padded[0]?.maps ?? from, numbers)];
}

/**
 * The maps with zeros around them.
 *
 * @param {Engine} engine
 * @param {[number, number]} padding
 * @param {Maps} from
 * @returns {Step}
 */
function pad(engine, [before, after], from) {
  const { side, channels } = from;
  const wide = before + side + after;
  const maps = engine.reserveMaps(wide, channels);
  const length = side * channels;

  /** @param {(narrow: number, padded: number) => void} copy where a row lies, without and with */
  function eachRow(copy) {
    for (let row = 0; row < side; row++) {
      copy(row * length, ((before + row) * wide + before) * channels);
    }
  }

  return {
    maps,
    run() {
      const source = engine.floats(from.at, side * length);
      const target = engine.floats(maps.at, wide ** 2 * channels);
      eachRow((narrow, padded) => target.set(source.subarray(narrow, narrow + length), padded));
    },
    back() {
      const source = engine.floats(maps.gradients, wide ** 2 * channels);
      const target = engine.floats(from.gradients, side * length);
      eachRow((narrow, padded) => target.set(source.subarray(padded, padded + length), narrow));
    },
  };
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
  const { side, channels } = from;
  const across = Math.floor((side - size) / stride) + 1;
  const maps = engine.reserveMaps(across, channels);
  const largest = new Uint32Array(across ** 2 * channels); // where each was found
  return {
    maps,
    run() {
      const source = engine.floats(from.at, side ** 2 * channels);
      const target = engine.floats(maps.at, largest.length).fill(-Infinity);
      for (let row = 0; row < across * size; row++) {
        for (let column = 0; column < across * size; column++) {
          const [down, right] = [Math.floor(row / size), Math.floor(column / size)];
          const y = down * stride + (row % size);
          const x = right * stride + (column % size);
          const start = (y * side + x) * channels;
          const to = (down * across + right) * channels;
          for (let channel = 0; channel < channels; channel++) {
            const value = source[start + channel];
            if (value > target[to + channel]) {
              target[to + channel] = value;
              largest[to + channel] = start + channel;
            }
          }
        }
      }
    },
    back() {
      const source = engine.floats(maps.gradients, largest.length);
      const target = engine.floats(from.gradients, side ** 2 * channels).fill(0);
      source.forEach((gradient, index) => {
        target[largest[index]] += gradient;
      });
    },
  };
}
