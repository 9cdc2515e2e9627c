// Which ink supports a network's answer, and what its convolutions respond to, as
// `mnist_models/explanation.py` works it out on the server.

import { BATCH, inkOf } from "./network.js";
import { dataUrl } from "./png.js";

/** @typedef {import("./network.js").Network} Network */
/** @typedef {import("./network.js").Rules} Rules */
/** @typedef {import("./sketch.js").Picture} Picture */
/** @typedef {import("../why/start.js").Layer} Layer */
/** @typedef {Omit<import("../why/start.js").Reason, "name" | "declined">} Explanation */

/**
 * By integrated gradients. The networks may read other images in between.
 *
 * @param {Network} network
 * @param {Picture} image in MNIST's format
 * @param {Rules["explanation"]} rules
 * @returns {Promise<Explanation>}
 */
export async function explain(network, image, { steps, maps }) {
  const { logits } = network.logits(image.levels);
  const layers = network.columns[0].shownMaps().map((layer) => strongest(layer, maps));
  const [digit, rival] = byDescent(logits.slice(0, -1));
  const odds = Math.exp(logits[digit] - logits[rival]);
  // The log-odds are the difference of two logits, and the mean of the columns' log-odds.
  const weights = logits.map(
    (_, each) => (Number(each === digit) - Number(each === rival)) / network.columns.length,
  );
  const ink = inkOf(image.levels);
  const evidence = Array(ink.length).fill(0);
  for (const column of network.columns) {
    for (let first = 0; first < steps; first += BATCH) {
      await pause();
      // Steps lie closer near the paper, where the first ink changes a network most.
      const middles = Array.from({ length: BATCH }, (_, step) => (first + step + 0.5) / steps);
      column.logits(middles.map((middle) => ink.map((each) => each * middle ** 2)));
      column.gradients(weights).forEach((gradients, step) => {
        const width = (2 * middles[step]) / steps;
        for (let pixel = 0; pixel < ink.length; pixel++) {
          evidence[pixel] += gradients[pixel] * ink[pixel] * width;
        }
      });
    }
  }
  return { digit, rival, odds, evidence: spreadOverInk(evidence, image), layers };
}

/**
 * The maps of a layer with the strongest response, side by side; all numbers in one row where a
 * layer gives single numbers.
 *
 * @param {import("./network.js").ShownMaps} layer
 * @param {number} most of them
 * @returns {Layer}
 */
function strongest({ side, channels, values }, most) {
  const peaks = Array(channels).fill(0);
  for (let place = 0; place < values.length; place++) {
    peaks[place % channels] = Math.max(peaks[place % channels], values[place]);
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
 * Each pixel's evidence shared with the ink around it.
 *
 * @param {number[]} evidence
 * @param {Picture} image
 */
function spreadOverInk(evidence, { width, levels }) {
  const ink = Array.from(levels, (level) => Number(level > 0));
  const around = blur(ink, width);
  const shares = evidence.map((each, place) => each / Math.max(around[place], 1e-9));
  return blur(shares, width).map((each, place) => each * ink[place]);
}

/**
 * The mean of 3×3 pixels, weighted 1-2-1 in both directions; outside the image all is 0.
 *
 * @param {number[]} image
 * @param {number} width
 */
function blur(image, width) {
  const across = image.map((each, place) => {
    const before = place % width > 0 ? image[place - 1] : 0;
    const after = place % width < width - 1 ? image[place + 1] : 0;
    return (before + 2 * each + after) / 4;
  });
  return across.map((each, place) => {
    const [above, below] = [across[place - width] ?? 0, across[place + width] ?? 0];
    return (above + 2 * each + below) / 4;
  });
}

/** @param {number[]} numbers @returns their places, the largest number's first */
function byDescent(numbers) {
  return [...numbers.keys()].sort((one, other) => numbers[other] - numbers[one]);
}

const { port1, port2 } = new MessageChannel();
port1.start();

/** Lets other questions go first. A timer would wait longer than a step takes. */
function pause() {
  return new Promise((resume) => {
    port1.addEventListener("message", resume, { once: true });
    port2.postMessage(null);
  });
}
