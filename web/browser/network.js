// Works out what a network gives for an image, layer by layer, and how that depends on its pixels.

import { stepsOf } from "./layers.js";

/** @typedef {import("./layers.js").Step} Step */
/** @typedef {{ count: number, side: number, channels: number, values: Float32Array }} ShownMaps so many; of each place all channels, the others after them */
/** @typedef {ReturnType<typeof createNetwork>} Network */

/**
 * @param {import("./engine.js").Engine} engine
 * @param {import("./layers.js").Layer[]} layers
 * @param {import("./layers.js").Numbers} numbers
 * @param {number} side of an image
 */
export function createNetwork(engine, layers, numbers, side) {
  const input = engine.reserveMaps(side, 1);
  /** @type {Step[]} */
  const steps = [];
  for (const layer of layers) {
    steps.push(...stepsOf(engine, layer, steps.at(-1)?.maps ?? input, numbers));
  }
  const { maps: output } = steps[steps.length - 1];
  const outputs = layers.findLast((layer) => layer.kind === "convolution")?.outputs ?? 0;

  /**
   * What the network gives before its softmax; no longer valid once it has been asked again.
   *
   * @param {ArrayLike<number>} pixels 0–1
   */
  function logits(pixels) {
    engine.floats(input.at, pixels.length).set(pixels);
    for (const step of steps) step.run();
    return engine.floats(output.at, outputs);
  }

  return {
    logits,

    /**
     * The probabilities that the network gives.
     *
     * @param {Uint8Array} image in MNIST's format
     */
    run(image) {
      return softmax(logits(Array.from(image, (level) => level / 255)));
    },

    /**
     * By how much each pixel of the last image changes a sum of its logits.
     *
     * @param {number[]} weights of the logits in the sum
     */
    gradients(weights) {
      engine.floats(output.gradients, outputs).set(weights);
      for (const step of steps.toReversed()) step.back();
      return engine.floats(input.gradients, side ** 2);
    },

    /**
     * What the convolutions gave for the last image, as far as visitors are shown it.
     *
     * @returns {ShownMaps[]}
     */
    shownMaps() {
      return steps.flatMap(({ maps: { at, side, channels }, shown = 0 }) => {
        const values = engine.floats(at, side ** 2 * channels).slice();
        return shown ? [{ count: shown, side, channels, values }] : [];
      });
    },
  };
}

/** @param {Float32Array} logits */
function softmax(logits) {
  const most = Math.max(...logits);
  const powers = Array.from(logits, (logit) => Math.exp(logit - most));
  const sum = powers.reduce((total, power) => total + power);
  return powers.map((power) => power / sum);
}
