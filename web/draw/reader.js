// Sends the drawing to the server whenever it has changed, one request at a time: what is
// drawn meanwhile goes into the next, so that the last one wins and none is lost.

import { onChange, strokes } from "./drawing.js";
import { inkedPart, paint, SHEET } from "./ink.js";

const UNREACHABLE = "The server does not answer. Your drawing is kept: draw on to try again.";

export const page = element.querySelector(".page");
const whole = element.querySelector("[name=whole-canvas]");
const picture = document.createElement("canvas");
// In memory, where it is packed, and not in the graphics card's.
picture.getContext("2d", { willReadFrequently: true });

const readers = [];
let sending = false;
let changed = false; // since the last picture was sent

// Call `reader` with every reply, and with null for a blank canvas.
export function onReply(reader) {
  readers.push(reader);
}

// Whether replies to come would be to what is on the canvas now.
export function isReading() {
  return sending;
}

async function ask() {
  const part = whole.checked ? SHEET : inkedPart(strokes());
  picture.width = part.width;
  picture.height = part.height;
  paint(picture, strokes(), part);
  const drawing = picture.toDataURL("image/png");
  try {
    return await (whole.checked ? server.read_shrunk(drawing) : server.read_drawing(drawing));
  } catch {
    return { error: UNREACHABLE };
  }
}

async function send() {
  changed = true;
  if (sending) return;
  sending = true;
  page.dataset.state = "reading";
  while (changed) {
    changed = false;
    const reply = strokes().length ? await ask() : null;
    for (const reader of readers) reader(strokes().length ? reply : null);
    if (reply?.busy) {
      await new Promise((resume) => setTimeout(resume, 500 + 500 * Math.random()));
      changed = true; // the same drawing again, unless there is a newer one by now
    }
  }
  sending = false;
  page.dataset.state = "idle";
}

onChange(send);
whole.addEventListener("change", send);
