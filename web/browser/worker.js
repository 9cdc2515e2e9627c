// Reads drawings in a thread of its own, so that the pen never waits for a network.

import { createEngine, readNetworks } from "./network.js";
import { createReading } from "./reading.js";

/** @typedef {import("./sketch.js").Picture} Picture */
/** @typedef {{ kind: "read" | "readShrunk" | "readDigit" | "findInk" | "explain", drawing: Picture, number: number }} Question */

const WARM_UP = 12; // drawings, after which browsers have compiled all that a reading runs

/** @type {Promise<ReturnType<typeof createReading>>} */
let reading; // set by the first message

/** @param {string} address of the networks' file */
async function load(address) {
  const kernel = fetch(new URL("kernel.wasm", import.meta.url));
  const [engine, file] = await Promise.all([createEngine(kernel), fetch(address)]);
  const unpacked = file.body?.pipeThrough(new DecompressionStream("gzip"));
  const loaded = createReading(readNetworks(await new Response(unpacked).arrayBuffer(), engine));
  // A line, on a canvas of a visitor's size.
  const levels = new Uint8Array(300 * 300).fill(255);
  for (let row = 40; row < 260; row++) levels.fill(0, row * 300 + 140, row * 300 + 160);
  for (let count = 0; count < WARM_UP; count++) loaded.read({ width: 300, height: 300, levels });
  return loaded;
}

// The first message is the networks' address, the others are questions. A reply carries the number
// of its question, since quick questions overtake slow ones.
addEventListener("message", async ({ data }) => {
  try {
    if ("networks" in data) {
      reading = load(data.networks);
      await reading;
      return postMessage("ready");
    }
    /** @type {Question} */
    const { kind, drawing, number } = data;
    postMessage({ number, reply: await (await reading)[kind](drawing) });
  } catch (error) {
    postMessage({ fault: String(error) });
  }
});
