// The networks in WebAssembly: the file that holds them, their layers, forward and backward.
//
// A network is one or more columns, each a chain of layers from the image to eleven logits, of the
// ten digits and of none. Its logits are the mean of its columns' logits.

/**
 * @typedef {object} Rules the numbers by which Python reads a drawing, from `networks.py`
 * @property {number} side of an image in MNIST's format
 * @property {number} digitSide of the digit in it
 * @property {number} middle where its centre of mass comes to lie, counted from 1
 * @property {number} largest side of a stage's picture
 * @property {number} paperTolerance less contrast than this is blank paper
 * @property {{ smallest: number, even: number, border: number, all: number }} photo
 * @property {{ faint: number, medium: number }} noise
 * @property {{ steps: number, maps: number }} explanation steps of the integral, and how many maps of a layer are shown
 * @property {{ turns: number[], sure: number, lessDoubt: number, side: number }} upright
 * @property {number} tiny the smallest probability that counts
 * @property {string} noInk a sentence
 */
/** @typedef {{ kind: "convolution", size: number, channels: number, outputs: number, stride: number, padding: [number, number], relu: boolean, shown: boolean }} Convolution as in `networks.py` */
/** @typedef {{ kind: "pool", size: number, stride: number }} Pool the largest of each square */
/** @typedef {Convolution | Pool} Layer */
/** @typedef {{ name: string, temperature: number, threshold: number }} Description */
/** @typedef {Awaited<ReturnType<typeof createEngine>>} Engine */
/** @typedef {ReturnType<typeof createNetwork>} Network */
/** @typedef {{ side: number, channels: number, values: Float32Array }} ShownMaps all channels of each place */
/** @typedef {{ vector: (count: number) => Float32Array, kernel: (count: number) => Float32Array }} Numbers in the order of the layers */
/**
 * @typedef {object} Maps addresses in WebAssembly's memory; all channels of a place lie side by side
 * @property {number} at the maps of a batch
 * @property {number} gradients those of the maps
 * @property {number} paper the maps of blank paper
 * @property {number} ink above 0 where ink reaches a place; the same in all images of a batch
 * @property {number} side
 * @property {number} channels
 * @property {number} minimum lower bound of the values; at it the gradient is 0
 */
/** @typedef {{ maps: Maps, forward: (images: number) => void, backward: (images: number) => void, shown: boolean }} Step a layer at work: its output, and gradients of its input from those of its output */
/**
 * @typedef {object} Column
 * @property {(images: Float32Array[]) => Float32Array[]} logits of one image or of a batch with ink at the same places, pixels 0–1; valid until the next call
 * @property {(weights: number[]) => Float32Array[]} gradients of a weighted sum of the logits with respect to the inked pixels of the last batch
 * @property {() => ShownMaps[]} shownMaps what the convolutions gave for the last image
 */
/** @typedef {{ first: number, count: number, kernel: number }} Window as in `kernel.c` */
/** @typedef {(...numbers: number[]) => void} Kernel */
/** @typedef {{ memory: WebAssembly.Memory, convolve: Kernel, backpropagate: Kernel, pool: Kernel, unpool: Kernel, __heap_base: WebAssembly.Global<"i32"> }} Exports */

export const BATCH = 4; // images in a batch; the kernel takes single ones too
const LANES = 4; // channels in a vector
const WORD = 4; // bytes of a float, and of an integer
const PAGE = 65536; // bytes by which memory grows

/**
 * WebAssembly's memory, and the functions of `kernel.c`, which take addresses in it.
 *
 * @param {Promise<Response>} kernel `kernel.wasm`
 */
export async function createEngine(kernel) {
  const { instance } = await WebAssembly.instantiate(await (await kernel).arrayBuffer());
  const { memory, __heap_base, ...kernels } = /** @type {Exports} */ (instance.exports);
  let free = __heap_base.value;

  /** @param {number} count of floats, which are 0; returns their address */
  function reserve(count) {
    const address = free;
    free += Math.ceil(count / LANES) * LANES * WORD;
    const missing = Math.ceil((free - memory.buffer.byteLength) / PAGE);
    if (missing > 0) memory.grow(missing);
    return address;
  }

  /**
   * The block number `index` of `count` floats from an address; invalid after the next `reserve`.
   *
   * @param {number} address
   * @param {number} count
   */
  function floats(address, count, index = 0) {
    return new Float32Array(memory.buffer, address + index * count * WORD, count);
  }

  /** @param {ArrayLike<number>} numbers to be stored as floats; returns their address */
  function store(numbers) {
    const address = reserve(numbers.length);
    floats(address, numbers.length).set(numbers);
    return address;
  }

  /** @param {number[]} integers of a struct @param {number[]} last its floats, behind them */
  function storeStruct(integers, ...last) {
    const address = store([...integers, ...last]);
    new Int32Array(memory.buffer, address).set(integers);
    return address;
  }

  /** @type {(side: number, channels: number, minimum: number) => Maps} */
  function reserveMaps(side, channels, minimum) {
    const count = side ** 2 * channels;
    const [at, gradients] = [reserve(BATCH * count), reserve(BATCH * count)];
    const [paper, ink] = [reserve(count), reserve(side ** 2)];
    return { at, gradients, paper, ink, side, channels, minimum };
  }

  return { ...kernels, reserve, floats, store, storeStruct, reserveMaps };
}

/**
 * The networks in a file of `networks.py`, and the rules of reading.
 *
 * @param {ArrayBuffer} file unpacked
 * @param {Engine} engine
 */
export function readNetworks(file, engine) {
  const bytes = new Uint8Array(file);
  const end = bytes.indexOf("\n".charCodeAt(0));
  /** @type {{ rules: Rules, networks: (Description & { columns: Layer[][] })[] }} */
  const { rules, networks } = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end)));
  const layers = networks.flatMap(({ columns }) => columns.flat());
  const numbers = numbersOf(bytes.subarray(end + 1), layers);
  return {
    rules,
    networks: networks.map(({ columns, ...description }) =>
      createNetwork(
        description,
        columns.map((column) => createColumn(engine, column, numbers, rules.side)),
      ),
    ),
  };
}

/** @type {(bytes: Uint8Array, layers: Layer[]) => Numbers} */
function numbersOf(bytes, layers) {
  const outputs = layers.map((layer) => (layer.kind === "convolution" ? layer.outputs : 0));
  const end = outputs.reduce((total, count) => total + 2 * WORD * count, 0);
  const vectors = new Float32Array(bytes.slice(0, end).buffer);
  const kernels = fromHalves(bytes.subarray(end));
  let [vector, kernel] = [0, 0]; // what is left begins here
  return {
    vector(count) {
      vector += count;
      return vectors.subarray(vector - count, vector);
    },
    kernel(count) {
      kernel += count;
      return kernels.subarray(kernel - count, kernel);
    },
  };
}

/** @param {Uint8Array} bytes floats of 16 bits: the lower bytes of all, then the upper ones */
function fromHalves(bytes) {
  const count = bytes.length / 2;
  const numbers = new Float32Array(count);
  const bits = new Uint32Array(numbers.buffer);
  for (let index = 0; index < count; index++) {
    const half = bytes[index] | (bytes[count + index] << 8);
    bits[index] = ((half & 0x8000) << 16) | ((half & 0x7fff) << 13);
    numbers[index] *= 2 ** 112; // the exponents of the two formats have different biases
  }
  return numbers;
}

/** @param {Description} description @param {Column[]} columns */
function createNetwork(description, columns) {
  return {
    ...description,
    columns,

    /**
     * The mean of the columns' logits, and the digit that each of several columns sees.
     *
     * @param {Uint8Array} image in MNIST's format
     */
    logits(image) {
      const ink = inkOf(image);
      const all = columns.map((column) => [...column.logits([ink])[0]]);
      const logits = all[0].map((_, output) => sum(all.map((each) => each[output])) / all.length);
      return {
        logits,
        members: all.length > 1 ? all.map((each) => largest(each.slice(0, -1))) : [],
      };
    },
  };
}

/** @type {(engine: Engine, layers: Layer[], numbers: Numbers, side: number) => Column} */
function createColumn(engine, layers, numbers, side) {
  const input = engine.reserveMaps(side, 1, 0);
  engine.floats(input.ink, side ** 2).fill(1); // so that blank paper is worked out everywhere
  /** @type {Step[]} */
  const steps = [];
  for (const layer of layers) {
    const maps = steps.at(-1)?.maps ?? input;
    steps.push(
      layer.kind === "pool"
        ? createPool(engine, layer, maps)
        : createConvolution(engine, layer, maps, numbers),
    );
  }
  const output = steps[steps.length - 1].maps;

  return {
    logits(images) {
      for (const [index, image] of images.entries()) {
        engine.floats(input.at, side ** 2, index).set(image);
      }
      engine.floats(input.ink, side ** 2).set(images[0]);
      for (const step of steps) step.forward(images.length);
      return images.map((_, index) => engine.floats(output.at, output.channels, index));
    },

    gradients(weights) {
      const images = [...Array(BATCH).keys()];
      for (const each of images) {
        engine.floats(output.gradients, output.channels, each).set(weights);
      }
      for (const step of steps.toReversed()) step.backward(BATCH);
      return images.map((each) => engine.floats(input.gradients, side ** 2, each));
    },

    shownMaps() {
      return steps
        .filter(({ shown }) => shown)
        .map(({ maps: { at, side: width, channels } }) => ({
          side: width,
          channels,
          values: engine.floats(at, width ** 2 * channels).slice(),
        }));
    },
  };
}

/** @type {(engine: Engine, layer: Convolution, maps: Maps, numbers: Numbers) => Step} */
function createConvolution(engine, layer, maps, numbers) {
  const { outputs, stride, shown } = layer;
  const weights = numbers.kernel(layer.size ** 2 * layer.channels * outputs);
  const [scale, offset] = [numbers.vector(outputs), numbers.vector(outputs)];
  for (let place = 0; place < weights.length; place++) weights[place] *= scale[place % outputs];

  // A kernel as large as its input sees a single place, whose channels are all the input's values.
  const whole = layer.size === maps.side && !layer.padding.some(Boolean);
  const count = maps.side ** 2 * maps.channels;
  const input = whole ? { ...maps, side: 1, channels: count, ink: engine.store([1]) } : maps;
  const geometry = { size: whole ? 1 : layer.size, stride, before: layer.padding[0] };
  const { size } = geometry;
  const side = Math.floor((input.side + layer.padding[0] + layer.padding[1] - size) / stride) + 1;
  const output = engine.reserveMaps(side, outputs, layer.relu ? 0 : -Infinity);

  const forward = storePass(engine, input, output, {
    size,
    step: 1,
    windows: forwardWindows(geometry, input.side, side),
    weights: padded(weights, outputs),
    offsets: padded(offset, outputs),
  });
  engine.convolve(forward, 1, input.paper, output.paper);

  function storeBackward() {
    const rotated = new Float32Array(weights.length);
    for (let index = 0; index < weights.length; index++) {
      const [row, channel] = [Math.floor(index / outputs), index % outputs];
      const place = size ** 2 - 1 - Math.floor(row / input.channels);
      rotated[(place * outputs + channel) * input.channels + (row % input.channels)] =
        weights[index];
    }
    return storePass(engine, output, input, {
      size,
      step: stride,
      windows: backwardWindows(geometry, input.side, side),
      weights: padded(rotated, input.channels),
      offsets: padded(new Float32Array(input.channels), input.channels),
    });
  }

  let backward = 0; // stored once a gradient is wanted
  return {
    maps: output,
    shown,
    forward: (images) => engine.convolve(forward, images, input.at, output.at),
    backward(images) {
      backward ||= storeBackward();
      engine.backpropagate(backward, images, output.gradients, input.at, input.gradients);
    },
  };
}

/**
 * The address of a `Pass` as in `kernel.c`.
 *
 * @param {Engine} engine
 * @param {Maps} input
 * @param {Maps} output
 * @param {{ size: number, step: number, windows: Window[], weights: Float32Array, offsets: Float32Array }} numbers
 */
function storePass(engine, input, output, { size, step, windows, weights, offsets }) {
  const places = input.side ** 2;
  const integers = [input.side, input.channels, output.side, output.channels, size, step];
  integers.push(
    engine.storeStruct(windows.flatMap(({ first, count, kernel }) => [first, count, kernel])),
    engine.reserve(places + 1), // where the terms of each place start
    engine.reserve(places * input.channels * (1 + BATCH)), // the terms
    engine.store(weights),
    engine.store(offsets),
    ...[input.ink, output.ink, output.paper],
  );
  return engine.storeStruct(integers, output.minimum);
}

/** @param {Float32Array} numbers in rows @param {number} length of a row; becomes a multiple of 4 */
function padded(numbers, length) {
  const longer = Math.ceil(length / LANES) * LANES;
  const rows = new Float32Array((numbers.length / length) * longer);
  for (let row = 0; row * length < numbers.length; row++) {
    rows.set(numbers.subarray(row * length, (row + 1) * length), row * longer);
  }
  return rows;
}

/** @typedef {{ size: number, stride: number, before: number }} Geometry with the padding before */

/** @type {(geometry: Geometry, inputSide: number, outputSide: number) => Window[]} */
function forwardWindows({ size, stride, before }, inputSide, outputSide) {
  return Array.from({ length: outputSide }, (_, row) => {
    const kernel = Math.max(before - row * stride, 0);
    const first = row * stride + kernel - before;
    return { first, count: Math.min(size - kernel, inputSide - first), kernel };
  });
}

/** @type {(geometry: Geometry, inputSide: number, outputSide: number) => Window[]} */
function backwardWindows({ size, stride, before }, inputSide, outputSide) {
  return Array.from({ length: inputSide }, (_, row) => {
    const last = Math.floor((row + before) / stride);
    const first = Math.min(Math.max(Math.ceil((row + before + 1 - size) / stride), 0), outputSide);
    const count = Math.max(Math.min(last + 1, outputSide) - first, 0);
    return { first, count, kernel: first * stride + size - 1 - row - before };
  });
}

/** @type {(engine: Engine, layer: Pool, input: Maps) => Step} */
function createPool(engine, { size, stride }, input) {
  const { side, channels, minimum } = input;
  const maps = engine.reserveMaps(Math.floor((side - size) / stride) + 1, channels, minimum);
  const pool = engine.storeStruct([side, channels, size, stride]);
  const inkPool = engine.storeStruct([side, 1, size, stride]);
  engine.pool(pool, 1, input.paper, maps.paper);
  engine.pool(inkPool, 1, input.ink, maps.ink);
  return {
    maps,
    shown: false,
    forward(images) {
      engine.pool(inkPool, 1, input.ink, maps.ink);
      engine.pool(pool, images, input.at, maps.at);
    },
    backward(images) {
      engine.floats(input.gradients, images * side ** 2 * channels).fill(0);
      engine.unpool(pool, images, maps.at, maps.gradients, input.at, input.gradients);
    },
  };
}

/** @param {Uint8Array} levels an image in MNIST's format; the networks take its pixels as 0–1 */
export function inkOf(levels) {
  const ink = new Float32Array(levels.length);
  for (let pixel = 0; pixel < ink.length; pixel++) ink[pixel] = levels[pixel] / 255;
  return ink;
}

/** @param {number[]} numbers */
export function sum(numbers) {
  return numbers.reduce((total, each) => total + each, 0);
}

/** @param {number[]} numbers @returns the place of the largest one */
export function largest(numbers) {
  return numbers.indexOf(Math.max(...numbers));
}

/** @param {number[]} logits */
export function softmax(logits) {
  const most = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - most));
  const total = sum(powers);
  return powers.map((power) => power / total);
}
