// Reads drawings beside the page, so that the pen never waits for a network.

import { createEngine } from "./engine.js";
import { readNetworks } from "./networks.js";
import { createReading } from "./reading.js";

/** @typedef {import("./rules.js").Picture} Picture */
/** @typedef {{ kind: "read" | "readShrunk" | "readDigit" | "findInk" | "explain", drawing: Picture, number: number }} Question */

const WARM = 12; // drawings, after which browsers have compiled what they took for rare

/** @type {Promise<ReturnType<typeof createReading>>} */
let reading; // since the first message

/** @param {string} address of the networks' file */
async function load(address) {
  const kernel = fetch(new URL("kernel.wasm", import.meta.url));
  const [engine, file] = await Promise.all([createEngine(kernel), fetch(address)]);
  const unpacked = file.body?.pipeThrough(new DecompressionStream("gzip"));
  const trained = createReading(readNetworks(await new Response(unpacked).arrayBuffer(), engine));
  for (let count = 0; count < WARM; count++) trained.read(bar());
  return trained;
}

/** A drawing of a line, as large as a visitor's. */
function bar() {
  const levels = new Uint8Array(300 * 300).fill(255);
  for (let row = 40; row < 260; row++) levels.fill(0, row * 300 + 140, row * 300 + 160);
  return { width: 300, height: 300, levels };
}

/** @param {unknown} error */
function fail(error) {
  postMessage({ fault: String(error) });
}

// First the address of the networks, then drawings; a reply has its question's number, since
// what takes long lets others go before.
addEventListener("message", async ({ data }) => {
  if ("networks" in data) {
    reading = load(data.networks);
    await reading.then(() => postMessage("ready")).catch(fail);
    return;
  }
  /** @type {Question} */
  const { kind, drawing, number } = data;
  await reading
    .then(async (trained) => postMessage({ number, reply: await trained[kind](drawing) }))
    .catch(fail);
});
