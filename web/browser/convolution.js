// A layer with weights, forward and back.

import { keepWay } from "./pass.js";

/** @typedef {import("./engine.js").Maps} Maps */
/** @typedef {import("./pass.js").Reach} Reach */
/** @typedef {import("./pass.js").Hear} Hear */
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
  const { outputs, relu, shown } = layer;
  const tell = weightsOf(layer, numbers);
  // To a kernel as large as its input, places are channels of a single one.
  const whole = layer.size === from.side && !layer.padding.some(Boolean);
  const input = whole
    ? { ...from, side: 1, channels: from.side ** 2 * from.channels, ink: engine.keep([1]) }
    : from;
  const size = whole ? 1 : layer.size;
  const reaches = forward({ ...layer, size }, input.side);
  const maps = engine.reserveMaps(reaches.length, outputs, relu ? 0 : -Infinity);

  /** @param {Hear} hear */
  function tellForward(hear) {
    tell((place, channel, output, weight) => {
      if (whole) hear(0, place * from.channels + channel, output, weight);
      else hear(place, channel, output, weight);
    });
  }

  const offsets = numbers.vector(outputs);
  const way = keepWay(engine, input, maps, { size, step: 1, reaches, offsets, tell: tellForward });
  engine.convolve(way, 1, from.paper, maps.paper);
  let wayBack = 0; // once a gradient is asked for
  return {
    maps,
    shown,
    run: (images) => engine.convolve(way, images, from.at, maps.at),
    back(images) {
      wayBack ||= keepWay(engine, maps, input, {
        size,
        step: layer.stride,
        reaches: backward({ ...layer, size }, input.side, maps.side),
        offsets: [],
        tell: (hear) =>
          tellForward((place, channel, output, weight) =>
            hear(size ** 2 - 1 - place, output, channel, weight),
          ),
      });
      engine.backpropagate(wayBack, images, maps.gradients, from.at, from.gradients);
    },
  };
}

/**
 * Tells every weight, by the place of the kernel, the channel and the output.
 *
 * @param {Weighted} layer
 * @param {import("./layers.js").Numbers} numbers
 * @returns {(hear: Hear) => void}
 */
function weightsOf({ size, channels, outputs }, numbers) {
  const kernel = numbers.weights(size ** 2 * channels * outputs);
  const scale = numbers.vector(outputs);
  return (hear) => {
    let index = 0;
    for (let place = 0; place < size ** 2; place++) {
      for (let channel = 0; channel < channels; channel++) {
        for (let output = 0; output < outputs; output++) {
          hear(place, channel, output, kernel[index++] * scale[output]);
        }
      }
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
