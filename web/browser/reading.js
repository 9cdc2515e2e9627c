// A drawing in, the page's reply out: what `web/answers.py` and `web/why/reasons.py` do on the server.

import { answerIn } from "./answer.js";
import { explain } from "./explanation.js";
import { hasInk, inkOfDrawing, isPhoto } from "./image.js";
import { dataUrl } from "./png.js";
import { reduce } from "./resample.js";
import { cutOut, shrinkCanvas, stagesOf } from "./sketch.js";
import { spreadOverInk } from "./spread.js";
import { setUpright } from "./upright.js";

/** @typedef {import("../draw/answers.js").Answer} Answer */
/** @typedef {import("../draw/answers.js").Answers} Answers */
/** @typedef {import("../shared/server.js").Fault} Fault */
/** @typedef {import("../why/start.js").Reason} Reason */
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

  /**
   * What the strongest network takes the ink for, and how surely.
   *
   * @param {Picture} ink
   */
  function judge(ink) {
    const image = stagesOf(ink, rules)?.centered;
    if (!image) return { digit: null, confidence: 0 };
    const network = networks[networks.length - 1];
    const { digit, probabilities } = answerIn(network.run(image.levels), network, rules.tiny);
    return { digit, confidence: Math.max(...probabilities) };
  }

  return {
    /**
     * The ink in a picture that the visitor brings, upright and cut out; null where only the
     * server finds it.
     *
     * @param {Picture} picture
     * @returns {{ ink: string } | null}
     */
    findInk(picture) {
      if (isPhoto(picture, rules)) return null;
      const ink = inkOfDrawing(picture, rules);
      return hasInk(ink) ? { ink: dataUrl(cutOut(setUpright(ink, judge, rules.upright))) } : null;
    },

    /**
     * A drawing in MNIST's exact format.
     *
     * @param {Picture} drawing
     * @returns {Answers | Fault}
     */
    read(drawing) {
      const stages = stagesOf(inkOfDrawing(drawing, rules), rules);
      if (!stages) return { error: rules.noInk };
      const pictures = [reduce(stages.square, rules.largest), stages.fitted, stages.centered];
      return { stages: pictures.map(dataUrl), answers: answers(stages.centered) };
    },

    /**
     * A digit that has MNIST's format already.
     *
     * @param {Picture} image
     * @returns {Answers}
     */
    readDigit(image) {
      return { stages: ["", "", dataUrl(image)], answers: answers(image) };
    },

    /**
     * Why the networks answer so.
     *
     * @param {Picture} image in MNIST's format
     * @returns {Promise<{ reasons: Reason[] }>}
     */
    async explain(image) {
      const reasons = [];
      for (const [row, { name, digit }] of answers(image).entries()) {
        const why = await explain(networks[row], image.levels, rules.explanation);
        const evidence = spreadOverInk(why.evidence, image);
        reasons.push({ ...why, name, declined: digit === null, evidence });
      }
      return { reasons };
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
