// Puts the sketchpad together.

import { readerOf } from "../browser/reader.js";
import { find } from "../shared/elements.js";
import { createAnswers } from "./answers.js";
import { acceptPictures } from "./bring.js";
import { setUpCanvas } from "./canvas.js";
import { setUpCards } from "./cards.js";
import { setUpClassroom } from "./classroom.js";
import { createDrawing } from "./drawing.js";
import { setUpExamples } from "./examples.js";
import { setUpKeyboard } from "./keyboard.js";
import { rememberDrawing } from "./memory.js";
import { setUpOpening } from "./opening.js";
import { setUpSharing } from "./share.js";
import { setUpStages } from "./stages.js";
import { setUpTally } from "./tally.js";
import { setUpTools } from "./tools.js";
import { createVoice } from "./voice.js";

/**
 * @param {HTMLElement} element the component's
 * @param {import("./answers.js").Server} server
 * @param {{ side: number, pen: number, networks: string }} props the canvas's side and the pen's
 *   width, pixels, and the address of the networks
 */
export function start(element, server, { side, pen, networks }) {
  const drawing = createDrawing(side, pen);
  const voice = createVoice(find(element, ".voice", HTMLElement));
  const page = find(element, ".page", HTMLElement);
  const reader = readerOf(networks);
  reader.onChange((who) => {
    page.dataset.reader = who;
  });
  const answers = createAnswers(element, drawing, server, reader);
  setUpCanvas(element, drawing);
  setUpKeyboard(element, drawing, voice);
  setUpTools(element, drawing);
  setUpStages(element, answers);
  setUpCards(element, drawing, answers, voice);
  setUpExamples(element, drawing);
  setUpTally(element, drawing, answers);
  acceptPictures(element, drawing, answers, server, reader, voice);
  setUpSharing(element, drawing, voice);
  setUpClassroom(element, drawing, voice);
  rememberDrawing(drawing).then(() => drawing.isBlank() && setUpOpening(element, drawing));
  page.dataset.state = "idle";
}
