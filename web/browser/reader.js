// The page's side of the worker: whether the browser can read drawings yet, and its replies.

import { contextOf, pictureOf } from "../draw/drawing.js";

/** @typedef {import("../draw/answers.js").Answers} Answers */
/** @typedef {import("../shared/server.js").Fault} Fault */
/** @typedef {import("./worker.js").Question} Question */
/** @typedef {ReturnType<typeof createReader>} Reader */

/** @type {Map<string, Reader>} */
const readers = new Map(); // by the address of their networks

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
  let listener = () => undefined;
  /** @type {Map<number, (reply: any) => void>} */
  const waiting = new Map(); // for the replies to questions, by their numbers
  const worker = networks
    ? new Worker(new URL("worker.js", import.meta.url), { type: "module" })
    : null;
  worker?.postMessage({ networks: new URL(networks, document.baseURI).href });

  // What cannot load, in an old browser for example, leaves reading to the server.
  function giveUp() {
    ready = false;
    listener("server");
    for (const resolve of waiting.values()) resolve(null);
    waiting.clear();
  }

  worker?.addEventListener("error", giveUp);
  worker?.addEventListener("message", ({ data }) => {
    if (data === "ready") {
      ready = true;
      listener("browser");
    } else if (data.fault) giveUp();
    else {
      waiting.get(data.number)?.(data.reply);
      waiting.delete(data.number);
    }
  });

  /** @type {(kind: Question["kind"], context: CanvasRenderingContext2D) => Promise<any>} */
  async function ask(kind, context) {
    const drawing = ready ? grayIn(context) : null;
    if (!drawing) return null;
    const number = count++;
    worker?.postMessage({ kind, drawing, number }, [drawing.levels.buffer]);
    return new Promise((resolve) => waiting.set(number, resolve));
  }

  return {
    /**
     * Call `given` with who reads from now on, whenever that changes.
     *
     * @param {(reader: "browser" | "server") => void} given
     */
    onChange(given) {
      listener = given;
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
