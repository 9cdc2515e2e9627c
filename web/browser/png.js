// A grey picture as the data URL of a PNG. It is not compressed, since it never leaves the page.

const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];
const LONGEST_BLOCK = 65535; // bytes, of a block that is not compressed
const LONGEST_CALL = 8192; // bytes that become text in one call

const CRCS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

/** @param {import("./sketch.js").Picture} picture */
export function dataUrl({ width, height, levels }) {
  const lines = new Uint8Array((width + 1) * height); // each begins with 0: no filter
  for (let row = 0; row < height; row++) {
    lines.set(levels.subarray(row * width, (row + 1) * width), row * (width + 1) + 1);
  }
  const header = [...bigEndian(width), ...bigEndian(height), 8, 0, 0, 0, 0]; // 8 bits, grey
  const file = join([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("IDAT", zlibStream(lines)),
    chunk("IEND", []),
  ]);
  let text = "";
  for (let start = 0; start < file.length; start += LONGEST_CALL) {
    text += Reflect.apply(String.fromCharCode, null, file.subarray(start, start + LONGEST_CALL));
  }
  return `data:image/png;base64,${btoa(text)}`;
}

/** @type {(name: string, content: ArrayLike<number>) => Uint8Array} */
function chunk(name, content) {
  const body = join([[...name].map((letter) => letter.charCodeAt(0)), content]);
  let crc = -1;
  for (let place = 0; place < body.length; place++) {
    crc = CRCS[(crc ^ body[place]) & 255] ^ (crc >>> 8);
  }
  return join([bigEndian(content.length), body, bigEndian(~crc)]);
}

/** @param {Uint8Array} data at most a megabyte, for the checksum's sake */
function zlibStream(data) {
  /** @type {ArrayLike<number>[]} */
  const parts = [[0x78, 0x01]];
  for (let start = 0; start < data.length; start += LONGEST_BLOCK) {
    const block = data.subarray(start, start + LONGEST_BLOCK);
    const length = [block.length & 255, block.length >> 8];
    const last = start + LONGEST_BLOCK >= data.length ? 1 : 0;
    parts.push([last, ...length, ...length.map((byte) => byte ^ 255)], block);
  }
  let [low, high] = [1, 0]; // Adler-32, whose remainders are taken once
  for (let place = 0; place < data.length; place++) {
    low += data[place];
    high += low;
  }
  return join([...parts, bigEndian((high % 65521) * 65536 + (low % 65521))]);
}

/** @param {ArrayLike<number>[]} parts */
function join(parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let end = 0;
  for (const part of parts) {
    whole.set(part, end);
    end += part.length;
  }
  return whole;
}

/** @param {number} value 32 bits */
function bigEndian(value) {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255);
}
