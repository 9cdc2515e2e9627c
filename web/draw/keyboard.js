// Draws with arrows and space while the canvas has the focus.

import { find } from "../shared/elements.js";
import { canvasOf } from "./canvas.js";

const STEPS = 50; // from edge to edge
/** @type {Record<string, [number, number]>} */
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * @param {HTMLElement} element
 * @param {import("./drawing.js").Drawing} drawing
 * @param {import("./voice.js").Voice} voice
 */
export function setUpKeyboard(element, drawing, voice) {
  const { side } = drawing;
  const canvas = canvasOf(element);
  const nib = find(element, ".nib", HTMLElement);
  /** @type {import("./drawing.js").Point} */
  let at = [side / 2, side / 2];
  let down = false; // by the keyboard

  /** @param {boolean} visible */
  function showNib(visible) {
    nib.hidden = !visible;
    nib.classList.toggle("down", down);
    nib.style.left = `${(100 * at[0]) / side}%`;
    nib.style.top = `${(100 * at[1]) / side}%`;
  }

  /** @param {number} each */
  const onSheet = (each) => Math.min(side, Math.max(0, each));

  /** @param {[number, number]} steps */
  function moveNib([x, y]) {
    at = [onSheet(at[0] + (x * side) / STEPS), onSheet(at[1] + (y * side) / STEPS)];
    if (down) drawing.extendStroke([at]);
  }

  function putDownOrLift() {
    if (down) {
      drawing.finishStroke();
      voice.say("Pen up");
      voice.repeat(); // the answer may have come before
    } else {
      down = true;
      drawing.beginStroke(at);
      voice.say("Pen down");
    }
  }

  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in MOVES) moveNib(MOVES[event.key]);
    else if (event.key === " " && !event.repeat) putDownOrLift();
    else if (event.key !== " ") return;
    event.preventDefault();
    showNib(true);
  });

  canvas.addEventListener("pointerdown", () => showNib(false));
  canvas.addEventListener("blur", () => {
    if (down) drawing.finishStroke();
    showNib(false);
  });
  drawing.onChange(() => {
    if (drawing.isUnderWay()) return;
    down = false; // finished, undone or cleared
    nib.classList.remove("down");
  });
}
