// Reads drawings in a thread of its own, so that the pen never waits for a network. The replies are
// those of `mnist_models/recognizer.py`, `web/answers.py` and `web/why/reasons.py` on the server.

import { explain } from "./explanation.js";
import { createEngine, largest, readNetworks, softmax, sum } from "./network.js";
import { dataUrl } from "./png.js";
import {
  cutOut,
  hasInk,
  inkOfDrawing,
  isPhoto,
  reduce,
  resize,
  rotate,
  shrinkCanvas,
  sketchStages,
} from "./sketch.js";

/** @typedef {import("../draw/answers.js").Answer} Answer */
/** @typedef {import("../draw/answers.js").Answers} Answers */
/** @typedef {import("../shared/server.js").Fault} Fault */
/** @typedef {import("../why/start.js").Reason} Reason */
/** @typedef {import("./network.js").Network} Network */
/** @typedef {import("./network.js").Rules} Rules */
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

/**
 * The replies to each kind of question.
 *
 * @param {{ rules: Rules, networks: Network[] }} trained
 */
function createReading({ rules, networks }) {
  /** @param {Picture} image in MNIST's format @returns {Answer[]} */
  const readImage = (image) => networks.map((network) => readBy(network, image, rules));

  return {
    /**
     * A drawing in MNIST's exact format.
     *
     * @param {Picture} drawing
     * @returns {Answers | Fault}
     */
    read(drawing) {
      const stages = sketchStages(inkOfDrawing(drawing, rules), rules);
      if (!stages) return { error: rules.noInk };
      const pictures = [reduce(stages.square, rules.largest), stages.fitted, stages.centered];
      return { stages: pictures.map(dataUrl), answers: readImage(stages.centered) };
    },

    /**
     * The whole canvas shrunk, beside the exact format.
     *
     * @param {Picture} drawing
     * @returns {Answers}
     */
    readShrunk(drawing) {
      const ink = inkOfDrawing(drawing, rules);
      const shrunk = shrinkCanvas(ink, rules);
      const stages = sketchStages(ink, rules);
      const exact = stages ? readImage(stages.centered) : [];
      const answers = readImage(shrunk).map((answer, row) => ({
        ...answer,
        exact: exact[row]?.digit ?? null,
      }));
      return { stages: ["", "", dataUrl(shrunk)], answers };
    },

    /**
     * A digit that has MNIST's format already.
     *
     * @param {Picture} image
     * @returns {Answers}
     */
    readDigit(image) {
      return { stages: ["", "", dataUrl(image)], answers: readImage(image) };
    },

    /**
     * The ink in a picture that the visitor brings, upright and cut out; null where only the server
     * can find it.
     *
     * @param {Picture} picture
     * @returns {{ ink: string } | null}
     */
    findInk(picture) {
      if (isPhoto(picture, rules)) return null;
      const ink = inkOfDrawing(picture, rules);
      return hasInk(ink) ? { ink: dataUrl(cutOut(setUpright(ink, networks, rules))) } : null;
    },

    /**
     * Why the networks answer as they do.
     *
     * @param {Picture} image in MNIST's format
     * @returns {Promise<{ reasons: Reason[] }>}
     */
    async explain(image) {
      const reasons = [];
      for (const [row, { name, digit }] of readImage(image).entries()) {
        const why = await explain(networks[row], image, rules.explanation);
        reasons.push({ name, declined: digit === null, ...why });
      }
      return { reasons };
    },
  };
}

/**
 * What one network sees in an image in MNIST's format.
 *
 * @param {Network} network
 * @param {Picture} image
 * @param {Rules} rules
 * @returns {Answer}
 */
function readBy(network, image, { tiny }) {
  const start = performance.now();
  const { logits: given, members } = network.logits(image.levels);
  const milliseconds = performance.now() - start;
  const outputs = softmax(given);
  const digits = outputs.slice(0, -1);
  const none = outputs[outputs.length - 1];
  const logits = digits.map((each) => Math.log(Math.max(each, tiny)) / network.temperature);
  const score = Math.log(Math.max(sum(digits), tiny) / Math.max(none, tiny));
  return {
    name: network.name,
    digit: score < network.threshold || !hasInk(image) ? null : largest(logits),
    probabilities: softmax(logits),
    milliseconds,
    ...(members.length ? { members } : {}),
  };
}

/**
 * The ink as it is, or turned, where nearly all doubt goes with the turn. The last network judges.
 *
 * @param {Picture} ink not blank
 * @param {Network[]} networks
 * @param {Rules} rules
 */
function setUpright(ink, networks, rules) {
  const { turns, sure, lessDoubt, side } = rules.upright;

  /** @type {(drawing: Picture) => number | null} 1 − the confidence; null if no digit is seen */
  function doubtOf(drawing) {
    const image = sketchStages(drawing, rules)?.centered;
    const answer = image && readBy(networks[networks.length - 1], image, rules);
    if (!answer || answer.digit === null) return null;
    return 1 - Math.fround(answer.probabilities[answer.digit]); // which Python keeps as float32
  }

  const doubt = doubtOf(ink);
  if (doubt === null || 1 - doubt > sure) return ink;
  let part = cutOut(ink);
  const scale = side / Math.max(part.width, part.height);
  if (scale < 1) {
    const [width, height] = [part.width, part.height].map((length) =>
      Math.max(1, Math.round(length * scale)),
    );
    part = resize(part, width, height);
  }
  let [best, least] = [ink, 1];
  for (const degrees of turns) {
    const turned = rotate(part, degrees);
    const left = doubtOf(turned) ?? 1;
    if (left < least) [best, least] = [turned, left];
  }
  return least * lessDoubt < doubt ? best : ink;
}
