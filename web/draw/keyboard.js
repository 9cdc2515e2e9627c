// Draws with arrows and space while the canvas has the focus.

import { beginStroke, extendStroke, finishStroke, isDrawing, onChange, SIDE } from "./drawing.js";
import { say } from "./voice.js";

const STEP = SIDE / 50;
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const surface = element.querySelector("[data-testid=sketchpad]");
const nib = element.querySelector(".nib");
let at = [SIDE / 2, SIDE / 2];
let down = false; // by the keyboard

function showNib(visible) {
  nib.hidden = !visible;
  nib.classList.toggle("down", down);
  nib.style.left = `${(100 * at[0]) / SIDE}%`;
  nib.style.top = `${(100 * at[1]) / SIDE}%`;
}

function moveNib([x, y]) {
  at = [at[0] + x * STEP, at[1] + y * STEP].map((each) => Math.min(SIDE, Math.max(0, each)));
  if (down) extendStroke([at]);
}

function putDownOrUp() {
  if (down) {
    finishStroke(); // which lifts the pen
  } else {
    down = true;
    beginStroke(at);
  }
  say(down ? "Pen down" : "Pen up");
}

surface.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key in MOVES) moveNib(MOVES[event.key]);
  else if (event.key === " " && !event.repeat) putDownOrUp();
  else if (event.key !== " ") return;
  event.preventDefault();
  showNib(true);
});

surface.addEventListener("pointerdown", () => showNib(false));
surface.addEventListener("blur", () => {
  if (down) finishStroke();
  showNib(false);
});
onChange(() => {
  if (isDrawing()) return;
  down = false; // finished, undone or cleared
  nib.classList.remove("down");
});
