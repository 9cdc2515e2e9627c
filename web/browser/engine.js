// WebAssembly's memory and the functions of `kernel.c`, which work in it.

/** @typedef {Awaited<ReturnType<typeof createEngine>>} Engine */
/**
 * @typedef {object} Maps of each place all channels
 * @property {number} at the address of so many images' as are taken at once
 * @property {number} gradients the address of theirs
 * @property {number} paper the address of those of blank paper
 * @property {number} ink the address of how much ink reaches each place; the same in all images
 * @property {number} side
 * @property {number} channels
 * @property {number} least what is not larger does not change with what it comes from
 */
/** @typedef {(...addresses: number[]) => void} Work */
/** @typedef {{ memory: WebAssembly.Memory, convolve: Work, backpropagate: Work, pool: Work, unpool: Work, __heap_base: WebAssembly.Global<"i32"> }} Exports */

const FLOAT = 4; // bytes, and so many has a whole number
const PAGE = 65536; // bytes
const ALIGNED = 16; // bytes, as the kernel's vectors like it

export const AT_ONCE = 4; // images, as `kernel.c` takes them, which takes single ones too

/** @param {Promise<Response>} kernel `kernel.wasm` */
export async function createEngine(kernel) {
  const { instance } = await WebAssembly.instantiate(await (await kernel).arrayBuffer());
  const { memory, __heap_base, ...work } = /** @type {Exports} */ (instance.exports);
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
   * Room for maps.
   *
   * @param {number} side
   * @param {number} channels
   * @param {number} least
   * @returns {Maps}
   */
  function reserveMaps(side, channels, least) {
    const places = side ** 2;
    const [paper, ink] = [reserve(places * channels), reserve(places)];
    const [at, gradients] = [1, 2].map(() => reserve(AT_ONCE * places * channels));
    return { at, gradients, paper, ink, side, channels, least };
  }

  /**
   * What stands at an address now; no longer valid once more has been reserved.
   *
   * @param {number} address
   * @param {number} count
   * @param {number} before so many times as many lie before them
   */
  function floats(address, count, before = 0) {
    return new Float32Array(memory.buffer, address + before * count * FLOAT, count);
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
   * Room for the list that `kernel.c` makes of maps: where each place starts, and its terms.
   *
   * @param {Pick<Maps, "side" | "channels">} maps
   */
  function reserveLists({ side, channels }) {
    return [reserve(side ** 2 + 1), reserve(side ** 2 * channels * (1 + AT_ONCE))];
  }

  /**
   * The address of whole numbers and a last one that need not be whole.
   *
   * @param {number[]} whole
   * @param {number} last
   */
  function keepStruct(whole, last = 0) {
    const address = keep([...whole, last]);
    new Int32Array(memory.buffer, address).set(whole);
    return address;
  }

  return { reserveMaps, reserveLists, floats, keep, keepStruct, ...work };
}
