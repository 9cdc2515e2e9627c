// Which ink supports a network's answer, and what its convolutions respond to: what
// `mnist_models/explanation.py` does on the server.

import { AT_ONCE } from "./engine.js";
import { inkOf } from "./network.js";
import { dataUrl } from "./png.js";

/** @typedef {import("./network.js").ShownMaps} ShownMaps */
/** @typedef {import("./rules.js").Rules} Rules */
/** @typedef {import("../why/start.js").Layer} Layer */
/** @typedef {Omit<import("../why/start.js").Reason, "name" | "declined">} Explanation */

/**
 * By integrated gradients; the networks may be asked other things in between.
 *
 * @param {import("./network.js").Network} network
 * @param {Uint8Array} image in MNIST's format
 * @param {Rules["explanation"]} rules
 * @returns {Promise<Explanation>}
 */
export async function explain(network, image, { digits, steps, maps }) {
  const ink = inkOf(image);
  const logits = Array.from(network.logits([ink])[0]);
  const layers = network.shownMaps().map((layer) => strongest(layer, maps));
  const [digit, rival] = byDescent(logits.slice(0, digits));
  const sum = logits.map((_, each) => Number(each === digit) - Number(each === rival));
  const evidence = Array(ink.length).fill(0);
  for (let first = 0; first < steps; first += AT_ONCE) {
    await pause();
    // Steps lie closer near the paper, where the first ink changes a network most.
    const middles = Array.from({ length: AT_ONCE }, (_, step) => (first + step + 0.5) / steps);
    network.logits(middles.map((middle) => ink.map((each) => each * middle ** 2)));
    network.gradients(sum).forEach((gradients, step) => {
      const width = (2 * middles[step]) / steps;
      for (let pixel = 0; pixel < ink.length; pixel++) {
        evidence[pixel] += gradients[pixel] * ink[pixel] * width;
      }
    });
  }
  return { digit, rival, odds: Math.exp(logits[digit] - logits[rival]), evidence, layers };
}

/**
 * The maps to show of a layer, side by side; one that gives single numbers has them in one row.
 *
 * @param {ShownMaps} layer
 * @param {number} most of them
 * @returns {Layer}
 */
function strongest({ side, channels, values }, most) {
  const peaks = Array(channels).fill(0);
  for (let place = 0; place < values.length; place += channels) {
    for (let map = 0; map < channels; map++) {
      peaks[map] = Math.max(peaks[map], values[place + map]);
    }
  }
  const brightest = Math.max(...peaks, 1e-9);
  const single = side === 1;
  const chosen = single ? [...peaks.keys()] : byDescent(peaks).slice(0, most);
  const width = side * chosen.length;
  const levels = Uint8Array.from({ length: width * side }, (_, index) => {
    const [row, column] = [Math.floor(index / width), index % width];
    const place = row * side + (column % side);
    const value = values[place * channels + chosen[Math.floor(column / side)]];
    return Math.round((value * 255) / brightest);
  });
  return {
    count: single ? 1 : chosen.length,
    width: single ? width : side,
    height: side,
    picture: dataUrl({ width, height: side, levels }),
  };
}

/**
 * The places of the numbers, the largest number's first.
 *
 * @param {number[]} numbers
 */
function byDescent(numbers) {
  return [...numbers.keys()].sort((one, other) => numbers[other] - numbers[one]);
}

const { port1, port2 } = new MessageChannel();
port1.start();

/** What waits for its turn comes first; a timer would wait longer than a step takes. */
function pause() {
  return new Promise((resume) => {
    port1.addEventListener("message", resume, { once: true });
    port2.postMessage(null);
  });
}
