// Asks why, this browser where it can tell and the server otherwise, only while the panel is open
// and once the pen has rested, about the very picture that the networks saw.

import { readerOf } from "../browser/reader.js";
import { find, findAll } from "../shared/elements.js";
import { setUpPlaces } from "../shared/places.js";
import { isPassing, orFault } from "../shared/server.js";
import { showReason } from "./reason.js";

/** @typedef {import("./reason.js").Reason} Reason */
/** @typedef {import("../shared/server.js").Fault} Fault */
/**
 * @typedef {object} Server
 * @property {(picture: string) => Promise<{ reasons: Reason[] } | Fault>} explain_picture
 */

const REST = 250; // milliseconds without a new picture
const AGAIN = 1000; // milliseconds until a question is asked again that might be answered then

/**
 * @param {HTMLElement} element the component's
 * @param {Server} server
 * @param {{ networks: string }} props the address of the networks
 */
export function start(element, server, { networks }) {
  const reader = readerOf(networks);
  const panel = find(element, ".why", HTMLDetailsElement);
  const notice = find(element, ".status", HTMLElement);
  const invitation = notice.textContent;
  const seen = find(document, "[data-testid=mnist-image]", HTMLImageElement);
  /** @type {string | null} */
  let explained = null; // the picture that the panel shows, if any
  /** @type {Reason[]} */
  let reasons = [];
  let asking = false;
  let timer = 0;

  // One call at a time; a picture that came meanwhile is asked about next.
  async function explain() {
    const picture = seen.getAttribute("src");
    if (!panel.open || asking || picture === explained) return;
    asking = true;
    notice.textContent = reasons.length ? "" : picture ? "One moment…" : invitation;
    const reply = picture ? await ask(picture) : { reasons: [] };
    asking = false;
    explained = picture;
    reasons = "reasons" in reply ? reply.reasons : [];
    notice.textContent = "error" in reply ? reply.error : picture ? "" : invitation;
    showAll();
    if (isPassing(reply)) {
      explained = null;
      timer = setTimeout(explain, AGAIN);
    } else explain(); // no more than a look whether the picture has changed
  }

  /** @param {string} picture */
  async function ask(picture) {
    const here = await reader.readPicture("explain", picture);
    return here ?? orFault(server.explain_picture(picture), "It is asked again every second.");
  }

  function showAll() {
    for (const section of findAll(element, "[data-why]", HTMLElement)) {
      const reason = reasons.find((each) => each.name === section.dataset.why);
      section.hidden = !reason;
      section.dataset.digit = String(reason?.digit ?? "");
      section.dataset.rival = String(reason?.rival ?? "");
      if (reason) showReason(section, reason);
    }
  }

  panel.addEventListener("toggle", explain);
  new MutationObserver(() => {
    clearTimeout(timer);
    timer = setTimeout(explain, REST);
  }).observe(seen, { attributeFilter: ["src"] });
  setUpPlaces(panel);
  explain(); // the panel may have been opened before this module had come
}
