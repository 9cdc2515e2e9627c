// Pictures become the drawing: uploaded, photographed, pasted, or dropped anywhere on the page.

import { find } from "../shared/elements.js";
import { onPicture } from "../shared/page.js";
import { orFault } from "../shared/server.js";
import { showCanvas } from "./canvas.js";
import { statusOf } from "./cards.js";
import { contextOf, pictureOf } from "./drawing.js";

const LONGEST = 640; // pixels, of a picture that is sent: more than the server looks at
const STILL = 500; // milliseconds without a `dragover` after which the file has left the page

/** @param {import("./start.js").Room} room */
export function acceptPictures({ element, page, drawing, answers, server, reader, announcer }) {
  const status = statusOf(element);
  let latest = 0; // of several at once, only the latest counts

  /**
   * Show that a picture is being read until it is there, then put it onto the canvas.
   *
   * @param {() => Promise<import("./drawing.js").Picture | string>} load the picture, or a sentence
   */
  async function bring(load) {
    const turn = ++latest;
    page.dataset.state = "reading";
    page.classList.add("bringing");
    const picture = await load();
    if (turn !== latest) return;
    page.classList.remove("bringing");
    showCanvas(element);
    if (typeof picture !== "string") return drawing.replace([picture]);
    status.textContent = picture;
    announcer.announceLater(picture);
    page.dataset.state = answers.isReading() ? "reading" : "idle";
  }

  /** @param {string} dataUrl */
  async function findInk(dataUrl) {
    const found = await orFault(server.find_ink(dataUrl), "Please try the picture again.");
    // Without the server, the browser finds the ink of anything but photos.
    const here =
      "unreachable" in found
        ? await reader.readPicture("findInk", dataUrl).catch(() => null) // not a picture at all
        : null;
    const reply = here ?? found;
    return "ink" in reply ? { ink: await inkOf(reply.ink) } : reply.error;
  }

  onPicture(page, "bring", (dataUrl) => bring(() => findInk(dataUrl)));
  onPicture(page, "digit", (dataUrl) =>
    bring(async () => ({ ink: await inkOf(dataUrl), digit: dataUrl })),
  );
  onFile(element, (file) =>
    bring(async () => {
      const dataUrl = await shrink(file).catch(() => null);
      return dataUrl ? findInk(dataUrl) : "This picture cannot be opened: choose a JPEG or PNG.";
    }),
  );
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

  const { classList } = document.body;
  let timer = 0;
  document.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    classList.add("dragging");
    clearTimeout(timer);
    timer = setTimeout(() => classList.remove("dragging"), STILL);
  });
  document.addEventListener("drop", (event) => {
    classList.remove("dragging");
    take(event, event.dataTransfer);
  });
  document.addEventListener("paste", (event) => take(event, event.clipboardData));
}

/**
 * The picture in a file as the data URL of a PNG, turned upright as its camera noted.
 *
 * @param {File} file
 */
async function shrink(file) {
  const image = new Image(); // which opens SVG too
  image.src = URL.createObjectURL(file);
  await image.decode().finally(() => URL.revokeObjectURL(image.src));
  // An SVG may have no size of its own.
  const [width, height] = [image.naturalWidth || LONGEST, image.naturalHeight || LONGEST];
  const scale = Math.min(1, LONGEST / Math.max(width, height));
  const shrunk = document.createElement("canvas");
  shrunk.width = Math.max(1, Math.round(scale * width));
  shrunk.height = Math.max(1, Math.round(scale * height));
  const context = contextOf(shrunk);
  context.imageSmoothingQuality = "high";
  context.drawImage(image, 0, 0, shrunk.width, shrunk.height);
  return shrunk.toDataURL("image/png");
}

/**
 * The ink of a grey picture: its levels become opacity.
 *
 * @param {string} dataUrl
 */
async function inkOf(dataUrl) {
  const ink = await pictureOf(dataUrl);
  const context = contextOf(ink);
  const levels = context.getImageData(0, 0, ink.width, ink.height);
  for (let start = 0; start < levels.data.length; start += 4) {
    levels.data[start + 3] = levels.data[start];
    levels.data.fill(255, start, start + 3);
  }
  context.putImageData(levels, 0, 0);
  return ink;
}
