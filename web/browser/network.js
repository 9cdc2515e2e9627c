// Works out what a network gives for an image, layer by layer, and how that depends on its pixels.

import { AT_ONCE } from "./engine.js";
import { stepOf } from "./layers.js";

/** @typedef {import("./layers.js").Step} Step */
/** @typedef {{ side: number, channels: number, values: Float32Array }} ShownMaps of each place all channels */
/** @typedef {ReturnType<typeof createNetwork>} Network */

/**
 * @param {import("./engine.js").Engine} engine
 * @param {import("./layers.js").Layer[]} layers
 * @param {import("./layers.js").Numbers} numbers
 * @param {number} side of an image
 */
export function createNetwork(engine, layers, numbers, side) {
  const input = engine.reserveMaps(side, 1, 0);
  engine.floats(input.ink, side ** 2).fill(1); // as if there were, to work out what paper gives
  /** @type {Step[]} */
  const steps = [];
  for (const layer of layers) {
    steps.push(stepOf(engine, layer, steps.at(-1)?.maps ?? input, numbers));
  }
  const { maps: output } = steps[steps.length - 1];
  const outputs = output.channels;

  /**
   * What the network gives for each image before its softmax; no longer valid once it has been
   * asked again.
   *
   * @param {Float32Array[]} images one or `AT_ONCE` with ink at the same places, pixels 0–1
   */
  function logits(images) {
    images.forEach((image, index) => {
      engine.floats(input.at, side ** 2, index).set(image);
    });
    engine.floats(input.ink, side ** 2).set(images[0]);
    for (const step of steps) step.run(images.length);
    return images.map((_, index) => engine.floats(output.at, outputs, index));
  }

  return {
    logits,

    /**
     * The probabilities that the network gives.
     *
     * @param {Uint8Array} image in MNIST's format
     */
    run(image) {
      return softmax(logits([inkOf(image)])[0]);
    },

    /**
     * By how much each inked pixel of the last `AT_ONCE` images changes a sum of their logits.
     *
     * @param {number[]} weights of the logits in the sum
     */
    gradients(weights) {
      const images = [...Array(AT_ONCE).keys()];
      for (const each of images) engine.floats(output.gradients, outputs, each).set(weights);
      for (const step of steps.toReversed()) step.back(AT_ONCE);
      return images.map((each) => engine.floats(input.gradients, side ** 2, each));
    },

    /**
     * What the convolutions gave for the last image, as far as visitors are shown it.
     *
     * @returns {ShownMaps[]}
     */
    shownMaps() {
      return steps.flatMap(({ maps: { at, side, channels }, shown }) =>
        shown ? [{ side, channels, values: engine.floats(at, side ** 2 * channels).slice() }] : [],
      );
    },
  };
}

/**
 * The pixels of an image in MNIST's format as a network takes them, 0–1.
 *
 * @param {Uint8Array} levels
 */
export function inkOf(levels) {
  const ink = new Float32Array(levels.length);
  for (let pixel = 0; pixel < ink.length; pixel++) ink[pixel] = levels[pixel] / 255;
  return ink;
}

/** @param {Float32Array} logits */
function softmax(logits) {
  const most = Math.max(...logits);
  const powers = Array.from(logits, (logit) => Math.exp(logit - most));
  const sum = powers.reduce((total, power) => total + power);
  return powers.map((power) => power / sum);
}
