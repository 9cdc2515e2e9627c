// Shows why each network answers as it does: while the panel is open, once the pen has rested, about
// the very picture that the networks saw. This browser explains if it can, otherwise the server.

import { readerOf } from "../browser/reader.js";
import { find, findAll } from "../shared/elements.js";
import { setUpNavigation } from "../shared/page.js";
import { isTemporary, orFault } from "../shared/server.js";

/** @typedef {import("../shared/server.js").Fault} Fault */
/**
 * @typedef {object} Layer
 * @property {number} count of the maps in the picture
 * @property {number} width of a map
 * @property {number} height
 * @property {string} picture the maps side by side, a data URL
 */
/**
 * @typedef {object} Reason
 * @property {string} name the network's
 * @property {number} digit
 * @property {number} rival its runner-up
 * @property {boolean} declined whether the network takes the picture for no digit
 * @property {number} odds of the digit against its rival
 * @property {number[]} evidence 784, row by row: above 0 for the digit, below for its rival
 * @property {Layer[]} layers its convolutions
 */
/**
 * @typedef {object} Server
 * @property {(picture: string) => Promise<{ reasons: Reason[] } | Fault>} explain_picture
 */

const REST = 250; // milliseconds without a new picture
const AGAIN = 1000; // milliseconds before another try
const NO_MAPS =
  "No convolutions, so no maps: each of its hidden units looks at all 784 pixels at once.";

/**
 * @param {HTMLElement} element the component's
 * @param {Server} server
 * @param {{ networks: string }} props the address of the networks
 */
export function start(element, server, { networks }) {
  const reader = readerOf(networks);
  const panel = find(element, ".why", HTMLDetailsElement);
  const status = find(element, ".status", HTMLElement);
  const invitation = status.textContent;
  const seen = find(document, "[data-testid=mnist-image]", HTMLImageElement);
  /** @type {string | null} */
  let explained = null; // the picture that the panel explains, if any
  /** @type {Reason[]} */
  let reasons = [];
  let asking = false;
  let timer = 0;

  // One call at a time; a picture that came meanwhile is explained next.
  async function explain() {
    const picture = seen.getAttribute("src");
    if (!panel.open || asking || picture === explained) return;
    asking = true;
    status.textContent = reasons.length ? "" : picture ? "One moment…" : invitation;
    const reply = picture ? await ask(picture) : { reasons: [] };
    asking = false;
    explained = picture;
    reasons = "reasons" in reply ? reply.reasons : [];
    status.textContent = "error" in reply ? reply.error : picture ? "" : invitation;
    for (const section of findAll(element, "[data-why]", HTMLElement)) {
      showReason(
        section,
        reasons.find(({ name }) => name === section.dataset.why),
      );
    }
    if (isTemporary(reply)) {
      explained = null;
      timer = setTimeout(explain, AGAIN);
    } else explain(); // returns at once unless the picture has changed
  }

  /** @param {string} picture */
  async function ask(picture) {
    const here = await reader.readPicture("explain", picture);
    return here ?? orFault(server.explain_picture(picture), "Retrying…");
  }

  panel.addEventListener("toggle", explain);
  new MutationObserver(() => {
    clearTimeout(timer);
    timer = setTimeout(explain, REST);
  }).observe(seen, { attributeFilter: ["src"] });
  setUpNavigation(panel);
  explain(); // the panel may have been opened before this module was loaded
}

/**
 * @param {HTMLElement} section
 * @param {Reason} [reason]
 */
function showReason(section, reason) {
  section.hidden = !reason;
  section.dataset.digit = String(reason?.digit ?? "");
  section.dataset.rival = String(reason?.rival ?? "");
  if (!reason) return;
  const { digit, rival, declined, odds, evidence, layers } = reason;
  const ratio = odds > 1e6 ? "over a million" : Number(odds.toPrecision(2)).toLocaleString("en");
  const verdict = declined ? "Not a digit" : `${digit}, not ${rival}`;
  find(section, ".verdict", HTMLElement).textContent = verdict;
  find(section, ".odds", HTMLElement).textContent =
    `${digit} is ${ratio} times as likely as ${rival}`;
  const canvas = find(section, "canvas", HTMLCanvasElement);
  canvas.ariaLabel = `The strokes that support ${digit} and those that support ${rival}, in the 28×28 picture`;
  paintEvidence(canvas, evidence);
  const strips = layers.map(stripOf);
  find(section, ".layers", HTMLElement).replaceChildren(
    ...(strips.length ? strips : [elementOf("p", "", NO_MAPS)]),
  );
}

/**
 * @param {HTMLCanvasElement} canvas 28×28
 * @param {number[]} evidence
 */
function paintEvidence(canvas, evidence) {
  const style = getComputedStyle(canvas);
  // Red, green and blue, 0–255; the style sheets give #rrggbb.
  const [forAnswer, forRival] = ["--for", "--against"].map((name) =>
    (style.getPropertyValue(name).match(/\w\w/g) ?? []).map((hex) => Number.parseInt(hex, 16)),
  );
  const most = Math.max(...evidence.map(Math.abs)) || 1;
  const pixels = new ImageData(28, 28);
  evidence.forEach((each, index) => {
    if (each === 0) return; // paper
    // The root keeps weak evidence visible beside strong evidence.
    const strength = 0.15 + 0.85 * Math.sqrt(Math.abs(each) / most);
    const color = each > 0 ? forAnswer : forRival;
    pixels.data.set([...color, Math.round(255 * strength)], 4 * index);
  });
  canvas.getContext("2d")?.putImageData(pixels, 0, 0);
}

/**
 * The maps of a convolution, side by side.
 *
 * @param {Layer} layer
 * @param {number} index
 */
function stripOf({ count, width, height, picture }, index) {
  const content =
    height === 1 ? `${width} numbers` : `the ${count} strongest maps, ${height}×${width}`;
  const title = `Convolution ${index + 1}: ${content}`;
  const figure = elementOf("figure", "layer");
  const maps = elementOf("div", "maps");
  maps.role = "img";
  maps.ariaLabel = title;
  for (let place = 0; place < count; place++) {
    const map = elementOf("i");
    map.style.backgroundImage = `url(${picture})`;
    map.style.backgroundSize = `${100 * count}% 100%`;
    map.style.backgroundPosition = count > 1 ? `${(100 * place) / (count - 1)}% 0` : "0 0";
    maps.append(map);
  }
  figure.append(elementOf("figcaption", "", title), maps);
  return figure;
}

/**
 * @param {string} tag
 * @param {string} className
 * @param {string} textContent
 */
function elementOf(tag, className = "", textContent = "") {
  return Object.assign(document.createElement(tag), { className, textContent });
}
