// WebAssembly's memory and the functions of `kernel.c`, which work in it.

/** @typedef {Awaited<ReturnType<typeof createEngine>>} Engine */
/**
 * @typedef {object} Convolution what `kernel.c` calls a shape; of the padded input where it says so
 * @property {number} side of the padded input
 * @property {number} channels
 * @property {number} size of the kernel
 * @property {number} stride
 * @property {number} across how many places the kernel takes in a row, and so many rows
 * @property {number} blocks of eight channels of the output
 * @property {boolean} relu
 */
/** @typedef {{ shape: number, input: number, weights: number, scale: number, offset: number, output: number }} Addresses */
/** @typedef {Addresses & { gradients: number }} GradientAddresses the input is that of its gradients; weights lie output by output */
/** @typedef {(...addresses: number[]) => void} Work */
/** @typedef {{ memory: WebAssembly.Memory, convolve: Work, backpropagate: Work, __heap_base: WebAssembly.Global<"i32"> }} Exports */
/**
 * @typedef {object} Maps of each place all channels
 * @property {number} at their address
 * @property {number} gradients the address of as many
 * @property {number} side
 * @property {number} channels
 */

const FLOAT = 4; // bytes
const PAGE = 65536; // bytes
const ALIGNED = 16; // bytes, as the kernel's vectors like it

/** @param {Promise<Response>} kernel `kernel.wasm` */
export async function createEngine(kernel) {
  const { instance } = await WebAssembly.instantiate(await (await kernel).arrayBuffer());
  const { memory, convolve, backpropagate, __heap_base } = /** @type {Exports} */ (
    instance.exports
  );
  let free = __heap_base.value; // what lies before it is the kernel's own

  /**
   * The address of room for so many floats, which are 0.
   *
   * @param {number} count
   */
  function reserve(count) {
    const address = free;
    free += Math.ceil((count * FLOAT) / ALIGNED) * ALIGNED;
    const missing = Math.ceil((free - memory.buffer.byteLength) / PAGE);
    if (missing > 0) memory.grow(missing);
    return address;
  }

  /**
   * Room for maps and their gradients.
   *
   * @param {number} side
   * @param {number} channels
   * @returns {Maps}
   */
  function reserveMaps(side, channels) {
    const count = side ** 2 * channels;
    return { at: reserve(count), gradients: reserve(count), side, channels };
  }

  /**
   * What stands at an address now; no longer valid once more has been reserved.
   *
   * @param {number} address
   * @param {number} count
   */
  function floats(address, count) {
    return new Float32Array(memory.buffer, address, count);
  }

  /**
   * The address of these numbers.
   *
   * @param {ArrayLike<number>} numbers
   */
  function keep(numbers) {
    const address = reserve(numbers.length);
    floats(address, numbers.length).set(numbers);
    return address;
  }

  /**
   * The address of a shape as `kernel.c` reads it.
   *
   * @param {Convolution} convolution
   */
  function keepShape({ side, channels, size, stride, across, blocks, relu }) {
    const row = side * channels;
    const whole = [
      row,
      size * channels,
      size,
      stride * channels,
      stride * row,
      across ** 2,
      across,
      blocks,
    ];
    const address = keep([...whole, relu ? 0 : -Infinity]);
    new Int32Array(memory.buffer, address).set(whole);
    return address;
  }

  /** @param {Addresses} addresses */
  function run({ shape, input, weights, scale, offset, output }) {
    convolve(shape, input, weights, scale, offset, output);
  }

  /**
   * Adds to gradients, which are 0 before.
   *
   * @param {GradientAddresses} addresses
   */
  function back({ shape, input, weights, scale, output, gradients }) {
    backpropagate(shape, input, weights, scale, output, gradients);
  }

  return { reserveMaps, floats, keep, keepShape, run, back };
}
