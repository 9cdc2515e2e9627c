// The page's side of the worker: whether it can read already, and what it reads.

import { contextOf, pictureOf } from "../draw/drawing.js";

/** @typedef {import("../draw/answers.js").Answers} Answers */
/** @typedef {import("../shared/server.js").Fault} Fault */
/** @typedef {import("./worker.js").Question} Question */
/** @typedef {ReturnType<typeof createReader>} Reader */

/** @type {Map<string, Reader>} */
const readers = new Map(); // of the whole page, by the address of their networks

/**
 * The page's one reader, which its rooms share.
 *
 * @param {string} networks the address of their file; "" if there is none
 */
export function readerOf(networks) {
  const reader = readers.get(networks) ?? createReader(networks);
  readers.set(networks, reader);
  return reader;
}

/** @param {string} networks */
function createReader(networks) {
  let ready = false;
  let count = 0;
  /** @type {(reader: "browser" | "server") => void} */
  let tell = () => undefined;
  /** @type {Map<number, (reply: any) => void>} */
  const waiting = new Map();
  const worker = networks ? startWorker(networks) : null;

  /**
   * @param {number} number
   * @param {any} reply
   */
  function answer(number, reply) {
    waiting.get(number)?.(reply);
    waiting.delete(number);
  }

  // What cannot load, in an old browser for example, leaves reading to the server.
  function giveUp() {
    ready = false;
    tell("server");
    for (const number of waiting.keys()) answer(number, null);
  }

  worker?.addEventListener("error", giveUp);
  worker?.addEventListener("message", ({ data }) => {
    if (data === "ready") {
      ready = true;
      tell("browser");
    } else if (data?.fault) giveUp();
    else answer(data.number, data.reply);
  });

  /**
   * @param {Question["kind"]} kind
   * @param {CanvasRenderingContext2D} context
   */
  async function ask(kind, context) {
    const drawing = ready ? grayIn(context) : null;
    if (!drawing) return null;
    const number = count++;
    const reply = new Promise((resolve) => waiting.set(number, resolve));
    worker?.postMessage({ kind, drawing, number }, [drawing.levels.buffer]);
    return reply;
  }

  return {
    /**
     * Call `listener` with who reads from now on, whenever that changes.
     *
     * @param {(reader: "browser" | "server") => void} listener
     */
    onChange(listener) {
      tell = listener;
    },

    /**
     * The reply to a drawing; null where the server has to give it.
     *
     * @param {"read" | "readShrunk"} kind
     * @param {CanvasRenderingContext2D} context
     * @returns {Promise<Answers | Fault | null>}
     */
    read: ask,

    /**
     * The reply to a picture, a data URL; null where the server has to give it.
     *
     * @param {"readDigit" | "findInk" | "explain"} kind
     * @param {string} picture
     */
    async readPicture(kind, picture) {
      return ask(kind, contextOf(await pictureOf(picture)));
    },
  };
}

/** @param {string} networks */
function startWorker(networks) {
  const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
  worker.postMessage({ networks: new URL(networks, document.baseURI).href });
  return worker;
}

/**
 * What is painted; null if there are colours, or places that are not painted.
 *
 * @param {CanvasRenderingContext2D} context
 */
function grayIn(context) {
  const { width, height } = context.canvas;
  const { data } = context.getImageData(0, 0, width, height);
  const pixels = new Int32Array(data.buffer); // the opacity is the uppermost byte
  const levels = new Uint8Array(pixels.length);
  for (let place = 0; place < levels.length; place++) {
    const level = pixels[place] & 255;
    if (pixels[place] !== level * 0x010101 - 0x1000000) return null;
    levels[place] = level;
  }
  return { width, height, levels };
}
