// Asks what the networks say whenever the drawing has changed, this browser where it can tell
// and the server otherwise, one question at a time: what is drawn meanwhile goes into the next,
// so that the last one wins and none is lost.

import { find } from "../shared/elements.js";
import { isPassing, orFault } from "../shared/server.js";
import { contextOf, inkedPart, paint, sheet } from "./ink.js";

const PATIENCE = 300; // milliseconds before the page says that it is reading
const KEPT = "Your drawing is kept, and sent again every second.";

/** @typedef {import("../shared/server.js").Fault} Fault */
/**
 * @typedef {object} Answer what one network says
 * @property {string} name
 * @property {number | null} digit null where the network takes the drawing for none
 * @property {number[]} probabilities ten, 0–1
 * @property {number} milliseconds that the network took
 * @property {number | null} [exact] where the canvas was shrunk: the digit in MNIST's format
 */
/** @typedef {{ stages: string[], answers: Answer[] }} Answers the stages are data URLs or "" */
/** @typedef {Answers | Fault | null} Reply null for a blank canvas */
/**
 * @typedef {object} Server
 * @property {(drawing: string) => Promise<Answers | Fault>} read_drawing
 * @property {(drawing: string) => Promise<Answers | Fault>} read_shrunk
 * @property {(digit: string) => Promise<Answers | Fault>} read_digit
 * @property {(picture: string) => Promise<{ ink: string } | Fault>} find_ink
 */
/** @typedef {ReturnType<typeof createAnswers>} AnswerSource */

/**
 * @param {HTMLElement} element
 * @param {import("./drawing.js").Drawing} drawing
 * @param {Server} server
 * @param {import("../browser/reader.js").Reader} reader
 */
export function createAnswers(element, drawing, server, reader) {
  const page = find(element, ".page", HTMLElement);
  const whole = find(element, "[name=whole-canvas]", HTMLInputElement);
  const picture = document.createElement("canvas");
  // In memory, where it is packed, and not in the graphics card's.
  const context = contextOf(picture, { willReadFrequently: true });
  /** @type {((reply: Reply) => void)[]} */
  const listeners = [];
  let asking = false;
  let changed = false; // since the last picture was sent
  /** @type {unknown[]} */
  let newest = []; // ink that was asked about: its marks, and how long each stroke was

  /** @returns {Promise<Reply>} */
  async function ask() {
    const { side } = drawing;
    const digit = whole.checked ? undefined : drawing.digit();
    if (digit) {
      const known = await reader.readPicture("readDigit", digit);
      return known ?? orFault(server.read_digit(digit), KEPT);
    }
    const part = whole.checked ? sheet(side) : inkedPart(drawing.marks(), side);
    picture.width = part.width;
    picture.height = part.height;
    paint(picture, drawing.marks(), side, part);
    const here = await reader.read(whole.checked ? "readShrunk" : "read", context);
    if (here) return here;
    const dataUrl = picture.toDataURL("image/png");
    const reply = whole.checked ? server.read_shrunk(dataUrl) : server.read_drawing(dataUrl);
    return orFault(reply, KEPT);
  }

  async function askUntilUpToDate() {
    changed = true;
    if (asking) return;
    asking = true;
    page.dataset.state = "reading";
    while (changed) {
      changed = false;
      const slow = setTimeout(() => page.classList.add("slow"), PATIENCE);
      const reply = drawing.isBlank() ? null : await ask();
      clearTimeout(slow);
      page.classList.remove("slow");
      for (const listener of listeners) listener(drawing.isBlank() ? null : reply);
      if (isPassing(reply)) {
        await new Promise((resume) => setTimeout(resume, 500 + 500 * Math.random()));
        changed = true; // the same drawing again, unless there is a newer one by now
      }
    }
    asking = false;
    page.dataset.state = "idle";
  }

  // Lifting the pen changes nothing that can be seen: another reading would only delay the cards.
  function askAboutNewInk() {
    const marks = drawing.marks();
    const ink = [...marks, ...marks.map((mark) => "points" in mark && mark.points.length)];
    if (ink.length === newest.length && ink.every((each, index) => each === newest[index])) return;
    newest = ink;
    askUntilUpToDate();
  }

  drawing.onChange(askAboutNewInk);
  whole.addEventListener("change", askUntilUpToDate);

  return {
    /**
     * Call `listener` with every reply, and with null for a blank canvas.
     *
     * @param {(reply: Reply) => void} listener
     */
    onReply(listener) {
      listeners.push(listener);
    },
    /** Whether an answer to what is on the canvas now is still to come. */
    isComing: () => asking,
  };
}

/**
 * What the networks say, if they say anything.
 *
 * @param {Reply} reply
 * @returns {Answer[] | null}
 */
export function answersIn(reply) {
  return reply && "answers" in reply ? reply.answers : null;
}
