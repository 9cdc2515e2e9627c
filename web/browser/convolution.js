// A layer with weights, forward and back.

import { keepWay } from "./way.js";

/** @typedef {import("./engine.js").Maps} Maps */
/** @typedef {import("./way.js").Reach} Reach */
/** @typedef {Pick<Weighted, "size" | "stride" | "padding">} Geometry */
/**
 * @typedef {object} Weighted
 * @property {"convolution"} kind
 * @property {number} size of the kernel
 * @property {number} channels
 * @property {number} outputs
 * @property {number} stride
 * @property {[number, number]} padding before and after, down and across
 * @property {boolean} relu
 * @property {boolean} shown whether its maps are for visitors to see
 */

/**
 * @param {import("./engine.js").Engine} engine
 * @param {Weighted} layer
 * @param {Maps} from
 * @param {import("./layers.js").Numbers} numbers
 * @returns {import("./layers.js").Step}
 */
export function convolution(engine, layer, from, numbers) {
  const { channels, outputs, relu, shown } = layer;
  const tell = rowsOf(layer, numbers);
  // To a kernel as large as its input, places are channels of a single one.
  const whole = layer.size === from.side && !layer.padding.some(Boolean);
  const input = whole
    ? { ...from, side: 1, channels: from.side ** 2 * channels, ink: engine.keep([1]) }
    : from;
  const size = whole ? 1 : layer.size;
  const reaches = forward({ ...layer, size }, input.side);
  const maps = engine.reserveMaps(reaches.length, outputs, relu ? 0 : -Infinity);
  const way = keepWay(engine, input, maps, {
    size,
    step: 1,
    reaches,
    offsets: numbers.vector(outputs),
    fill(weights, length) {
      tell((place, channel, row) => weights.set(row, (place * channels + channel) * length));
    },
  });
  engine.convolve(way, 1, from.paper, maps.paper);

  function keepWayBack() {
    return keepWay(engine, maps, input, {
      size,
      step: layer.stride,
      reaches: backward({ ...layer, size }, input.side, maps.side),
      offsets: [],
      fill(weights, length) {
        tell((place, channel, row) => {
          const [turned, wanted] = whole
            ? [0, place * channels + channel]
            : [size ** 2 - 1 - place, channel];
          for (let output = 0; output < outputs; output++) {
            weights[(turned * outputs + output) * length + wanted] = row[output];
          }
        });
      },
    });
  }

  let wayBack = 0; // once a gradient is asked for
  return {
    maps,
    shown,
    run: (images) => engine.convolve(way, images, from.at, maps.at),
    back(images) {
      wayBack ||= keepWayBack();
      engine.backpropagate(wayBack, images, maps.gradients, from.at, from.gradients);
    },
  };
}

/**
 * Tells all weights: those of one place of the kernel and one channel at a time.
 *
 * @param {Weighted} layer
 * @param {import("./layers.js").Numbers} numbers
 * @returns {(hear: (place: number, channel: number, row: Float32Array) => void) => void}
 */
function rowsOf({ size, channels, outputs }, numbers) {
  const kernel = numbers.weights(size ** 2 * channels * outputs);
  const scale = numbers.vector(outputs);
  const row = new Float32Array(outputs);
  return (hear) => {
    for (let start = 0; start < kernel.length; start += outputs) {
      for (let output = 0; output < outputs; output++) {
        row[output] = kernel[start + output] * scale[output];
      }
      hear(Math.floor(start / outputs / channels), (start / outputs) % channels, row);
    }
  };
}

/**
 * What each row of a layer's outputs takes of its inputs; its columns take the same.
 *
 * @param {Geometry} layer
 * @param {number} side of the input
 * @returns {Reach[]}
 */
function forward({ size, stride, padding: [before, after] }, side) {
  const rows = Math.floor((before + side + after - size) / stride) + 1;
  return Array.from({ length: rows }, (_, row) => {
    const kernel = Math.max(before - row * stride, 0);
    const first = row * stride + kernel - before;
    return { first, count: Math.min(size - kernel, side - first), kernel };
  });
}

/**
 * The other way round: what each row of the inputs takes of the outputs, with the kernel turned
 * upside down.
 *
 * @param {Geometry} layer
 * @param {number} side of the input
 * @param {number} rows of the outputs
 * @returns {Reach[]}
 */
function backward({ size, stride, padding: [before] }, side, rows) {
  return Array.from({ length: side }, (_, row) => {
    const last = Math.floor((row + before) / stride);
    const first = Math.min(Math.max(Math.ceil((row + before + 1 - size) / stride), 0), rows);
    const count = Math.max(Math.min(last + 1, rows) - first, 0);
    return { first, count, kernel: first * stride + size - 1 - row - before };
  });
}
