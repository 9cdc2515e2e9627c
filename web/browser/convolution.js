// A layer with weights, as `kernel.c` works it out.

/** @typedef {import("./engine.js").Engine} Engine */
/** @typedef {import("./engine.js").Maps} Maps */
/** @typedef {import("./layers.js").Numbers} Numbers */
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

const BLOCK = 8; // channels, as `kernel.c` takes them

/**
 * @param {Engine} engine
 * @param {Weighted} layer
 * @param {Maps} from padded already
 * @param {Numbers} numbers
 * @returns {import("./layers.js").Step}
 */
export function convolution(engine, layer, from, numbers) {
  const { size, outputs, stride, relu, shown } = layer;
  const { side, channels } = from;
  const across = Math.floor((side - size) / stride) + 1;
  const blocks = Math.ceil(outputs / BLOCK);
  const maps = engine.reserveMaps(across, blocks * BLOCK);
  const addresses = {
    shape: engine.keepShape({ side, channels, size, stride, across, blocks, relu }),
    weights: engine.keep(inBlocks(layer, channels, numbers)),
    scale: engine.keep(filled(numbers.vector(outputs), blocks * BLOCK)),
    offset: engine.keep(filled(numbers.vector(outputs), blocks * BLOCK)),
    input: from.at,
    output: maps.at,
  };
  const count = size ** 2 * channels; // of an output's weights
  let weights = 0; // the address of the same weights output by output, once a gradient is asked for
  return {
    maps,
    shown: shown ? outputs : 0,
    run: () => engine.run(addresses),
    back() {
      weights ||= engine.keep(byOutput(engine.floats(addresses.weights, blocks * BLOCK * count)));
      engine.floats(from.gradients, side ** 2 * channels).fill(0);
      engine.back({ ...addresses, weights, input: from.gradients, gradients: maps.gradients });
    },
  };

  /** @param {Float32Array} inBlocksOfEight */
  function byOutput(inBlocksOfEight) {
    return inBlocksOfEight.map((_, index) => {
      const [output, row] = [Math.floor(index / count), index % count];
      const block = Math.floor(output / BLOCK);
      return inBlocksOfEight[(block * count + row) * BLOCK + (output % BLOCK)];
    });
  }
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
