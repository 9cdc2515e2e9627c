// Pictures from outside: chosen, photographed, pasted or dropped anywhere on the page.

import { onPicture } from "../shared/bring.js";
import { find } from "../shared/elements.js";
import { orFault } from "../shared/server.js";
import { showCanvas } from "./canvas.js";
import { statusOf } from "./cards.js";
import { contextOf } from "./ink.js";

const LONGEST = 640; // pixels, of a picture that is sent: more than the server looks at

/**
 * @param {HTMLElement} element
 * @param {import("./drawing.js").Drawing} drawing
 * @param {import("./answers.js").AnswerSource} answers
 * @param {import("./answers.js").Server} server
 * @param {import("../browser/reader.js").Reader} reader
 * @param {import("./voice.js").Voice} voice
 */
export function acceptPictures(element, drawing, answers, server, reader, voice) {
  const page = find(element, ".page", HTMLElement);
  const status = statusOf(element);
  let brought = 0;

  /** @param {string} sentence */
  function tell(sentence) {
    status.textContent = sentence;
    voice.sayAtRest(sentence);
  }

  /** @param {string} dataUrl */
  async function bring(dataUrl) {
    const turn = ++brought; // where two come at once, the later one counts
    page.dataset.state = "reading";
    const reply =
      (await reader.findInk(dataUrl).catch(() => null)) ??
      (await orFault(server.find_ink(dataUrl), "Bring the picture again."));
    const ink = "ink" in reply && (await inkOf(reply.ink));
    if (turn !== brought) return;
    if (ink) {
      drawing.replace([{ ink }]);
      showCanvas(element);
    } else if ("error" in reply) {
      tell(reply.error);
      page.dataset.state = answers.isComing() ? "reading" : "idle";
    }
  }

  onPicture(page, bring);
  onFile(element, async (file) => {
    const dataUrl = await shrink(file).catch(() => null);
    if (dataUrl) await bring(dataUrl);
    else tell("This picture cannot be opened: choose a JPEG or PNG.");
  });
}

/**
 * @param {HTMLElement} element
 * @param {(file: File) => void} listener
 */
function onFile(element, listener) {
  for (const name of ["picture", "photo"]) {
    const input = find(element, `[data-input=${name}]`, HTMLInputElement);
    const button = find(element, `[data-action=${name}]`, HTMLButtonElement);
    button.addEventListener("click", () => input.click());
    input.addEventListener("change", () => {
      if (input.files?.[0]) listener(input.files[0]);
      input.value = ""; // the same file may be chosen again
    });
  }

  /**
   * @param {Event} event
   * @param {DataTransfer | null} data
   */
  function take(event, data) {
    const file = data?.files[0];
    if (!file) return;
    event.preventDefault();
    listener(file);
  }

  document.addEventListener("paste", (event) => take(event, event.clipboardData));
  document.addEventListener("drop", (event) => take(event, event.dataTransfer));
  document.addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
}

/**
 * The picture in a file as the data URL of a PNG, turned as its camera says.
 *
 * @param {File} file
 */
async function shrink(file) {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
  const shrunk = document.createElement("canvas");
  shrunk.width = Math.max(1, Math.round(scale * bitmap.width));
  shrunk.height = Math.max(1, Math.round(scale * bitmap.height));
  const context = contextOf(shrunk);
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, shrunk.width, shrunk.height);
  return shrunk.toDataURL("image/png");
}

/**
 * Grey levels become the pen's opacity.
 *
 * @param {string} dataUrl
 */
async function inkOf(dataUrl) {
  const image = new Image();
  image.src = dataUrl;
  await image.decode();
  const ink = document.createElement("canvas");
  ink.width = image.naturalWidth;
  ink.height = image.naturalHeight;
  const context = contextOf(ink);
  context.drawImage(image, 0, 0);
  const levels = context.getImageData(0, 0, ink.width, ink.height);
  for (let start = 0; start < levels.data.length; start += 4) {
    levels.data[start + 3] = levels.data[start];
    levels.data.fill(255, start, start + 3);
  }
  context.putImageData(levels, 0, 0);
  return ink;
}
