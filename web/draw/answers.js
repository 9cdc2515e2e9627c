// Has the drawing read whenever it changes: by this browser if it can, otherwise by the server.
// One reading at a time; whatever is drawn meanwhile goes into the next, so the last one wins.

import { find } from "../shared/elements.js";
import { isTemporary, orFault } from "../shared/server.js";
import { contextOf, createPainter, forReading, inkedPart } from "./drawing.js";

const PATIENCE = 300; // milliseconds before the page says that it is reading
const ADVICE = "Your drawing is safe; retrying…";

/** @typedef {import("../shared/server.js").Fault} Fault */
/**
 * @typedef {object} Answer one network's
 * @property {string} name
 * @property {number | null} digit null if the network takes the drawing for no digit
 * @property {number[]} probabilities ten, 0–1
 * @property {number} milliseconds that the network took
 * @property {number | null} [exact] its digit in MNIST's format, if it read the whole canvas
 * @property {number[]} [members] the digits of its members, if it is a committee
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

/** @param {Omit<import("./start.js").Room, "answers">} room */
export function createAnswers({ element, page, drawing, server, reader }) {
  const whole = find(element, "[name=whole-canvas]", HTMLInputElement);
  // In main memory, where the pixels are read, not in the graphics card's.
  const settings = { willReadFrequently: true };
  const all = document.createElement("canvas");
  all.width = all.height = drawing.side;
  const painter = createPainter(all, drawing.side, settings);
  const picture = document.createElement("canvas"); // of the part that is read
  const context = contextOf(picture, settings);
  /** @type {((reply: Reply) => void)[]} */
  const listeners = [];
  let reading = false;
  let changed = false; // since the last picture was sent
  /** @type {unknown[]} */
  let newest = []; // the marks that were read last, and how many points each stroke had

  /** @returns {Promise<Reply>} */
  async function read() {
    const { side } = drawing;
    const digit = whole.checked ? undefined : drawing.digit();
    if (digit) {
      const known = await reader.readPicture("readDigit", digit);
      return known ?? orFault(server.read_digit(digit), ADVICE);
    }
    // Other demos, which the whole canvas stands for, know no strokes.
    const marks = whole.checked ? drawing.marks() : forReading(drawing.marks());
    const sheet = { left: 0, top: 0, right: side, bottom: side };
    const { left, top, right, bottom } = whole.checked ? sheet : inkedPart(marks, side);
    picture.width = right - left;
    picture.height = bottom - top;
    painter.update(marks);
    context.fillRect(0, 0, picture.width, picture.height);
    context.drawImage(all, -left, -top);
    const here = await reader.read(whole.checked ? "readShrunk" : "read", context);
    if (here) return here;
    const dataUrl = picture.toDataURL("image/png");
    const reply = whole.checked ? server.read_shrunk(dataUrl) : server.read_drawing(dataUrl);
    return orFault(reply, ADVICE);
  }

  async function readUntilUpToDate() {
    changed = true;
    if (reading) return;
    reading = true;
    page.dataset.state = "reading";
    while (changed) {
      changed = false;
      const slow = setTimeout(() => page.classList.add("slow"), PATIENCE);
      const reply = drawing.isBlank() ? null : await read();
      clearTimeout(slow);
      page.classList.remove("slow");
      for (const listener of listeners) listener(drawing.isBlank() ? null : reply);
      if (isTemporary(reply)) {
        await new Promise((resume) => setTimeout(resume, 500 + 500 * Math.random()));
        changed = true; // the same drawing again, unless there is a newer one by now
      }
    }
    reading = false;
    page.dataset.state = "idle";
  }

  drawing.onChange(() => {
    // Lifting the pen adds no ink: another reading would only delay the cards.
    const marks = drawing.marks();
    const ink = [...marks, ...marks.map((mark) => "points" in mark && mark.points.length)];
    if (ink.length === newest.length && ink.every((each, index) => each === newest[index])) return;
    newest = ink;
    readUntilUpToDate();
  });
  whole.addEventListener("change", readUntilUpToDate);

  return {
    /**
     * Call `listener` with every reply, and with null for a blank canvas.
     *
     * @param {(reply: Reply) => void} listener
     */
    onReply(listener) {
      listeners.push(listener);
    },
    /** Whether the reply to the current drawing is still to come. */
    isReading: () => reading,
  };
}

/**
 * The answers in a reply; null if it has none.
 *
 * @param {Reply} reply
 * @returns {Answer[] | null}
 */
export function answersIn(reply) {
  return reply && "answers" in reply ? reply.answers : null;
}
