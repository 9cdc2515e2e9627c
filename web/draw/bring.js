// Pictures from outside become the drawing.

import { onPicture } from "../shared/bring.js";
import { find } from "../shared/elements.js";
import { orFault } from "../shared/server.js";
import { showCanvas } from "./canvas.js";
import { statusOf } from "./cards.js";
import { onFile, shrink } from "./files.js";
import { inkOf } from "./picture.js";

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
    showCanvas(element);
    status.textContent = sentence;
    voice.sayAtRest(sentence);
    page.dataset.state = answers.isComing() ? "reading" : "idle";
  }

  /**
   * Show that a picture is being read while `work` lasts; of two at once, the later one counts.
   *
   * @param {() => Promise<import("./drawing.js").Picture | string>} work the picture, or a sentence
   */
  async function bring(work) {
    const turn = ++brought;
    page.dataset.state = "reading";
    page.classList.add("bringing");
    const picture = await work();
    if (turn !== brought) return;
    page.classList.remove("bringing");
    if (typeof picture === "string") return tell(picture);
    drawing.replace([picture]);
    showCanvas(element);
  }

  /** @param {string} dataUrl */
  async function inkIn(dataUrl) {
    const found = await orFault(server.find_ink(dataUrl), "Bring the picture again.");
    // Where no photo needs cleaning, the browser finds it too.
    const here =
      "unreachable" in found
        ? await reader.readPicture("findInk", dataUrl).catch(() => null) // no picture at all
        : null;
    const reply = here ?? found;
    return "ink" in reply ? { ink: await inkOf(reply.ink) } : reply.error;
  }

  onPicture(page, "bring", (dataUrl) => bring(() => inkIn(dataUrl)));
  onPicture(page, "digit", (dataUrl) =>
    bring(async () => ({ ink: await inkOf(dataUrl), digit: dataUrl })),
  );
  onFile(element, (file) =>
    bring(async () => {
      const dataUrl = await shrink(file).catch(() => null);
      return dataUrl ? inkIn(dataUrl) : "This picture cannot be opened: choose a JPEG or PNG.";
    }),
  );
}
