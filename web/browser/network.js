// Works out what a network gives for an image, layer by layer.

/** @typedef {import("./engine.js").Engine} Engine */
/**
 * @typedef {object} Weighted
 * @property {"convolution"} kind
 * @property {number} size of the kernel
 * @property {number} channels
 * @property {number} outputs
 * @property {number} stride
 * @property {[number, number]} padding before and after, down and across
 * @property {boolean} relu
 */
/** @typedef {{ kind: "pool", size: number, stride: number }} Pool */
/** @typedef {Weighted | Pool} Layer */
/** @typedef {{ at: number, side: number, channels: number }} Maps in the engine's memory; of each place all channels */
/** @typedef {{ vector: (count: number) => Float32Array, weights: (count: number) => Float32Array }} Numbers in the order of the layers */
/** @typedef {{ maps: Maps, run: () => void }} Step */
/** @typedef {ReturnType<typeof createNetwork>} Network */

const BLOCK = 8; // channels, as `kernel.c` takes them

/**
 * @param {Engine} engine
 * @param {Layer[]} layers
 * @param {Numbers} numbers
 * @param {number} side of an image
 */
export function createNetwork(engine, layers, numbers, side) {
  /** @type {Maps} */
  const input = { at: engine.reserve(side * side), side, channels: 1 };
  /** @type {Step[]} */
  const steps = [];
  for (const layer of layers) {
    const from = steps.at(-1)?.maps ?? input;
    if (layer.kind === "pool") steps.push(pool(engine, layer, from));
    else steps.push(...convolution(engine, layer, from, numbers));
  }
  const { at } = steps[steps.length - 1].maps;
  const outputs = layers.findLast((layer) => layer.kind === "convolution")?.outputs ?? 0;

  return {
    /**
     * The probabilities that the network gives.
     *
     * @param {Uint8Array} image in MNIST's format
     */
    run(image) {
      engine.floats(input.at, image.length).set(Array.from(image, (level) => level / 255));
      for (const step of steps) step.run();
      return softmax(engine.floats(at, outputs));
    },
  };
}

/**
 * @param {Engine} engine
 * @param {Weighted} layer
 * @param {Maps} from
 * @param {Numbers} numbers
 * @returns {Step[]}
 */
function convolution(engine, layer, from, numbers) {
  const { size, outputs, stride, padding, relu } = layer;
  const padded = padding.some(Boolean) ? [pad(engine, padding, from)] : [];
  const { at: input, side, channels } = padded[0]?.maps ?? from;
  const across = Math.floor((side - size) / stride) + 1;
  const blocks = Math.ceil(outputs / BLOCK);
  const output = engine.reserve(across ** 2 * blocks * BLOCK);
  const addresses = {
    shape: engine.keepShape({ side, channels, size, stride, across, blocks, relu }),
    weights: engine.keep(inBlocks(layer, channels, numbers)),
    scale: engine.keep(filled(numbers.vector(outputs), blocks * BLOCK)),
    offset: engine.keep(filled(numbers.vector(outputs), blocks * BLOCK)),
    input,
    output,
  };
  const maps = { at: output, side: across, channels: blocks * BLOCK };
  return [...padded, { maps, run: () => engine.run(addresses) }];
}

/**
 * The kernel as `kernel.c` wants it: eight outputs at a time; what fills up a block is 0.
 *
 * @param {Weighted} layer
 * @param {number} width channels of the input with those that fill up its last block
 * @param {Numbers} numbers
 */
function inBlocks({ size, channels, outputs }, width, numbers) {
  const weights = numbers.weights(size * size * channels * outputs);
  const rows = size * size * width; // of a block
  const blocks = new Float32Array(Math.ceil(outputs / BLOCK) * rows * BLOCK);
  for (let place = 0; place < size * size; place++) {
    for (let channel = 0; channel < channels; channel++) {
      const from = (place * channels + channel) * outputs;
      const row = place * width + channel;
      for (let output = 0; output < outputs; output++) {
        const block = Math.floor(output / BLOCK);
        blocks[(block * rows + row) * BLOCK + (output % BLOCK)] = weights[from + output];
      }
    }
  }
  return blocks;
}

/**
 * @param {Float32Array} numbers
 * @param {number} length
 */
function filled(numbers, length) {
  const longer = new Float32Array(length);
  longer.set(numbers);
  return longer;
}

/**
 * The maps with zeros around them.
 *
 * @param {Engine} engine
 * @param {[number, number]} padding
 * @param {Maps} from
 * @returns {Step}
 */
function pad(engine, [before, after], { at, side, channels }) {
  const wide = before + side + after;
  const maps = { at: engine.reserve(wide * wide * channels), side: wide, channels };
  const length = side * channels;
  return {
    maps,
    run() {
      const [narrow, target] = [
        engine.floats(at, side * length),
        engine.floats(maps.at, wide * wide * channels),
      ];
      for (let row = 0; row < side; row++) {
        const line = narrow.subarray(row * length, (row + 1) * length);
        target.set(line, ((before + row) * wide + before) * channels);
      }
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
function pool(engine, { size, stride }, { at, side, channels }) {
  const across = Math.floor((side - size) / stride) + 1;
  const maps = { at: engine.reserve(across ** 2 * channels), side: across, channels };
  return {
    maps,
    run() {
      const source = engine.floats(at, side ** 2 * channels);
      const target = engine.floats(maps.at, across ** 2 * channels).fill(-Infinity);
      for (let row = 0; row < across * size; row++) {
        for (let column = 0; column < across * size; column++) {
          const [down, right] = [Math.floor(row / size), Math.floor(column / size)];
          const y = down * stride + (row % size);
          const x = right * stride + (column % size);
          const from = (y * side + x) * channels;
          const to = (down * across + right) * channels;
          for (let channel = 0; channel < channels; channel++) {
            const value = source[from + channel];
            if (value > target[to + channel]) target[to + channel] = value;
          }
        }
      }
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
