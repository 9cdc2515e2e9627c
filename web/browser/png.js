// A grey picture as the data URL of a PNG, not compressed: it goes no further than the page.

/** @typedef {import("./rules.js").Picture} Picture */

const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];
const MOST = 65535; // bytes in a block that is not compressed
const AT_ONCE = 8192; // bytes that become text in one call

const CRCS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

/** @param {Picture} picture */
export function dataUrl({ width, height, levels }) {
  const lines = new Uint8Array((width + 1) * height); // each begins with 0: no filter
  for (let row = 0; row < height; row++) {
    lines.set(levels.subarray(row * width, (row + 1) * width), row * (width + 1) + 1);
  }
  const header = [...number(width), ...number(height), 8, 0, 0, 0, 0]; // 8 bits, grey
  const file = joined([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("IDAT", stored(lines)),
    chunk("IEND", []),
  ]);
  let text = "";
  for (let start = 0; start < file.length; start += AT_ONCE) {
    text += Reflect.apply(String.fromCharCode, null, file.subarray(start, start + AT_ONCE));
  }
  return `data:image/png;base64,${btoa(text)}`;
}

/**
 * @param {string} name
 * @param {ArrayLike<number>} content
 */
function chunk(name, content) {
  const body = joined([[...name].map((letter) => letter.charCodeAt(0)), content]);
  let crc = -1;
  for (let place = 0; place < body.length; place++) {
    crc = CRCS[(crc ^ body[place]) & 255] ^ (crc >>> 8);
  }
  return joined([number(content.length), body, number(~crc)]);
}

/**
 * A zlib stream that leaves everything as it is.
 *
 * @param {Uint8Array} data
 */
function stored(data) {
  /** @type {ArrayLike<number>[]} */
  const parts = [[0x78, 0x01]];
  for (let start = 0; start < data.length; start += MOST) {
    const block = data.subarray(start, start + MOST);
    const length = [block.length & 255, block.length >> 8];
    const last = start + MOST >= data.length ? 1 : 0;
    parts.push([last, ...length, ...length.map((byte) => byte ^ 255)], block);
  }
  let [low, high] = [1, 0]; // Adler's checksum; of a million bytes, whole numbers still hold it
  for (let place = 0; place < data.length; place++) {
    low += data[place];
    high += low;
  }
  return joined([...parts, number((high % 65521) * 65536 + (low % 65521))]);
}

/** @param {ArrayLike<number>[]} parts */
function joined(parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let end = 0;
  for (const part of parts) {
    whole.set(part, end);
    end += part.length;
  }
  return whole;
}

/**
 * Four bytes, the uppermost first.
 *
 * @param {number} value
 */
function number(value) {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255);
}
