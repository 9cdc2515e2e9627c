// Pictures from outside: chosen, photographed, pasted or dropped anywhere on the page.
//
// Whoever has a picture of a digit, as a data URL of a PNG, puts its ink onto the canvas
// with one event; undo and clear take it away again:
//
//   document.querySelector(".page").dispatchEvent(new CustomEvent("bring", { detail: dataUrl }));

import { showCanvas } from "./canvas.js";
import { verdict } from "./cards.js";
import { replaceDrawing } from "./drawing.js";
import { isReading, page } from "./reader.js";

const LONGEST = 640; // pixels, of a picture that is sent: more than the server looks at

async function bring(file) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(file); // turned as its camera says
  } catch {
    verdict.textContent = "This picture cannot be opened: choose a JPEG or PNG.";
    return;
  }
  const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
  const shrunk = document.createElement("canvas");
  shrunk.width = Math.max(1, Math.round(scale * bitmap.width));
  shrunk.height = Math.max(1, Math.round(scale * bitmap.height));
  const context = shrunk.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, shrunk.width, shrunk.height);
  page.dispatchEvent(new CustomEvent("bring", { detail: shrunk.toDataURL("image/png") }));
}

for (const name of ["picture", "photo"]) {
  const input = element.querySelector(`[data-input=${name}]`);
  element.querySelector(`[data-action=${name}]`).addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    if (input.files[0]) bring(input.files[0]);
    input.value = ""; // the same file may be chosen again
  });
}

document.addEventListener("paste", (event) => {
  const file = event.clipboardData.files[0];
  if (!file) return;
  event.preventDefault();
  bring(file);
});

document.addEventListener("dragover", (event) => {
  if (event.dataTransfer.types.includes("Files")) event.preventDefault();
});

document.addEventListener("drop", (event) => {
  const file = event.dataTransfer.files[0];
  if (!file) return;
  event.preventDefault();
  bring(file);
});

// Grey levels become the pen's opacity.
async function inkOf(url) {
  const image = new Image();
  image.src = url;
  await image.decode();
  const ink = document.createElement("canvas");
  ink.width = image.naturalWidth;
  ink.height = image.naturalHeight;
  const context = ink.getContext("2d");
  context.drawImage(image, 0, 0);
  const levels = context.getImageData(0, 0, ink.width, ink.height);
  for (let start = 0; start < levels.data.length; start += 4) {
    levels.data[start + 3] = levels.data[start];
    levels.data.fill(255, start, start + 3);
  }
  context.putImageData(levels, 0, 0);
  return ink;
}

let brought = 0;
page.addEventListener("bring", async ({ detail }) => {
  const turn = ++brought; // where two come at once, the later one counts
  let reply;
  page.dataset.state = "reading";
  try {
    reply = await server.find_ink(detail);
  } catch {
    reply = { error: "The server does not answer. Bring the picture again." };
  }
  const ink = reply.ink && (await inkOf(reply.ink));
  if (turn !== brought) return;
  if (ink) {
    replaceDrawing([{ ink }]);
    showCanvas();
  } else {
    verdict.textContent = reply.error;
    page.dataset.state = isReading() ? "reading" : "idle";
  }
});
