// Assembles the sketchpad.

import { readerOf } from "../browser/reader.js";
import { find } from "../shared/elements.js";
import { createAnnouncer } from "./announcer.js";
import { createAnswers } from "./answers.js";
import { setUpCanvas } from "./canvas.js";
import { setUpCards } from "./cards.js";
import { createDrawing } from "./drawing.js";
import { setUpExamples, setUpOpening } from "./examples.js";
import { acceptPictures } from "./pictures.js";
import { setUpScore } from "./score.js";
import { restoreDrawing, setUpSharing } from "./sharing.js";

/**
 * @typedef {object} Room what its parts share
 * @property {HTMLElement} element the component's
 * @property {HTMLElement} page its outermost element
 * @property {ReturnType<typeof createDrawing>} drawing
 * @property {ReturnType<typeof createAnnouncer>} announcer
 * @property {ReturnType<typeof readerOf>} reader
 * @property {import("./answers.js").Server} server
 * @property {ReturnType<typeof createAnswers>} answers
 */

/**
 * @param {HTMLElement} element the component's
 * @param {import("./answers.js").Server} server
 * @param {{ side: number, pen: number, networks: string }} props the canvas's side and the pen's
 *   width, pixels, and the address of the networks
 */
export function start(element, server, { side, pen, networks }) {
  const page = find(element, ".page", HTMLElement);
  const drawing = createDrawing(side, pen);
  const announcer = createAnnouncer(find(element, ".announcer", HTMLElement));
  const reader = readerOf(networks);
  reader.onChange((who) => {
    page.dataset.reader = who;
  });
  const parts = { element, page, drawing, announcer, reader, server };
  const room = { ...parts, answers: createAnswers(parts) };
  setUpCanvas(room);
  setUpCards(room);
  setUpExamples(room);
  setUpScore(room);
  acceptPictures(room);
  setUpSharing(room);
  restoreDrawing(drawing).then(() => drawing.isBlank() && setUpOpening(room));
  page.dataset.state = "idle";
}
