// A drawing in, the page's reply out: what `web/answers.py` does on the server.

import { answerIn } from "./answer.js";
import { hasInk, inkIn } from "./image.js";
import { dataUrl } from "./png.js";
import { reduce } from "./resample.js";
import { cutOut, shrinkCanvas, stagesOf } from "./sketch.js";

/** @typedef {import("../draw/answers.js").Answer} Answer */
/** @typedef {import("../draw/answers.js").Answers} Answers */
/** @typedef {import("../shared/server.js").Fault} Fault */
/** @typedef {import("./networks.js").Trained} Trained */
/** @typedef {import("./rules.js").Picture} Picture */
/** @typedef {import("./rules.js").Rules} Rules */

/**
 * @param {{ rules: Rules, networks: Trained[] }} trained
 */
export function createReading({ rules, networks }) {
  /**
   * @param {Picture} image in MNIST's format
   * @returns {Answer[]}
   */
  function answers(image) {
    return networks.map((network) => {
      const start = performance.now();
      const outputs = network.run(image.levels);
      const milliseconds = performance.now() - start;
      const { digit, probabilities } = answerIn(outputs, network, rules.tiny);
      return {
        name: network.name,
        digit: hasInk(image) ? digit : null,
        probabilities,
        milliseconds,
      };
    });
  }

  return {
    /**
     * The ink in a picture that the visitor brings, cut out; null as below.
     *
     * @param {Picture} picture
     * @returns {{ ink: string } | null}
     */
    findInk(picture) {
      const ink = inkIn(picture, rules);
      return ink && hasInk(ink) ? { ink: dataUrl(cutOut(ink)) } : null;
    },

    /**
     * In MNIST's exact format; null where only the server can tell what is ink.
     *
     * @param {Picture} drawing
     * @returns {Answers | Fault | null}
     */
    read(drawing) {
      const ink = inkIn(drawing, rules);
      if (!ink) return null;
      const stages = stagesOf(ink, rules);
      if (!stages) return { error: rules.noInk };
      const pictures = [reduce(stages.square, rules.largest), stages.fitted, stages.centered];
      return { stages: pictures.map(dataUrl), answers: answers(stages.centered) };
    },

    /**
     * The same with the whole canvas shrunk, beside the exact format.
     *
     * @param {Picture} drawing
     * @returns {Answers | null}
     */
    readShrunk(drawing) {
      const ink = inkIn(drawing, rules);
      if (!ink) return null;
      const shrunk = shrinkCanvas(ink, rules);
      const stages = stagesOf(ink, rules);
      const exact = stages ? answers(stages.centered) : [];
      return {
        stages: ["", "", dataUrl(shrunk)],
        answers: answers(shrunk).map((answer, row) => ({
          ...answer,
          exact: exact[row]?.digit ?? null,
        })),
      };
    },
  };
}
