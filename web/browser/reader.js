// The page's side of the worker: whether it can read already, and what it reads.

/** @typedef {import("../draw/answers.js").Answers} Answers */
/** @typedef {import("../shared/server.js").Fault} Fault */
/** @typedef {ReturnType<typeof createReader>} Reader */

/** @param {string} networks the address of their file */
export function createReader(networks) {
  const address = new URL("worker.js", import.meta.url);
  address.searchParams.set("networks", new URL(networks, document.baseURI).href);
  let ready = false;
  /** @type {((reply: Answers | Fault | null) => void)[]} */
  const waiting = [];
  const worker = new Worker(address, { type: "module" });

  // What cannot load, in an old browser for example, leaves reading to the server.
  function giveUp() {
    ready = false;
    for (const answer of waiting.splice(0)) answer(null);
  }

  worker.addEventListener("error", giveUp);
  worker.addEventListener("message", ({ data }) => {
    if (data === "ready") ready = true;
    else if (data?.fault) giveUp();
    else waiting.shift()?.(data);
  });

  return {
    /**
     * The reply to a drawing; null where the server has to give it.
     *
     * @param {"read" | "readShrunk"} kind
     * @param {CanvasRenderingContext2D} context
     * @returns {Promise<Answers | Fault | null>}
     */
    async read(kind, context) {
      if (!ready) return null;
      const { width, height } = context.canvas;
      const { data } = context.getImageData(0, 0, width, height);
      const levels = new Uint8Array(width * height);
      for (let index = 0; index < levels.length; index++) levels[index] = data[4 * index];
      const reply = new Promise((resolve) => waiting.push(resolve));
      worker.postMessage({ kind, drawing: { width, height, levels } }, [levels.buffer]);
      return reply;
    },
  };
}
