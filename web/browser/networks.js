// The networks and the rules of reading, from the file that `networks.py` packs.

import { createNetwork } from "./network.js";

/** @typedef {import("./layers.js").Layer} Layer */
/**
 * @typedef {object} Description of a network
 * @property {string} name
 * @property {number} temperature
 * @property {number} threshold
 * @property {Layer[]} layers
 */
/** @typedef {import("./rules.js").Rules} Rules */
/** @typedef {Omit<Description, "layers"> & import("./network.js").Network} Trained */

/**
 * @param {ArrayBuffer} file unpacked
 * @param {import("./engine.js").Engine} engine
 * @returns {{ rules: Rules, networks: Trained[] }}
 */
export function readNetworks(file, engine) {
  const bytes = new Uint8Array(file);
  const end = bytes.indexOf("\n".charCodeAt(0));
  /** @type {{ rules: Rules, networks: Description[] }} */
  const { rules, networks } = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end)));
  const numbers = numbersIn(
    bytes.subarray(end + 1),
    networks.flatMap(({ layers }) => layers),
  );
  return {
    rules,
    networks: networks.map(({ layers, ...network }) => ({
      ...network,
      ...createNetwork(engine, layers, numbers, rules.side),
    })),
  };
}

/**
 * @param {Uint8Array} bytes
 * @param {Layer[]} layers of all networks
 * @returns {import("./layers.js").Numbers}
 */
function numbersIn(bytes, layers) {
  const vectors = layers
    .map((layer) => (layer.kind === "convolution" ? 8 * layer.outputs : 0))
    .reduce((total, length) => total + length);
  const scales = new Float32Array(bytes.slice(0, vectors).buffer);
  const weights = fromHalves(bytes.subarray(vectors));
  let [scale, weight] = [0, 0]; // so many were given away
  return {
    vector(count) {
      scale += count;
      return scales.subarray(scale - count, scale);
    },
    weights(count) {
      weight += count;
      return weights.subarray(weight - count, weight);
    },
  };
}

/**
 * Numbers of 16 bits, given as all lower bytes and then all upper ones.
 *
 * @param {Uint8Array} bytes
 */
function fromHalves(bytes) {
  const count = bytes.length / 2;
  const numbers = new Float32Array(count);
  const bits = new Uint32Array(numbers.buffer);
  for (let index = 0; index < count; index++) {
    const half = bytes[index] | (bytes[count + index] << 8);
    bits[index] = ((half & 0x8000) << 16) | ((half & 0x7fff) << 13);
    numbers[index] *= 2 ** 112; // the exponents of the two formats begin at other numbers
  }
  return numbers;
}
