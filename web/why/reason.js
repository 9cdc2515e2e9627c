// Shows why one network answers as it does.

import { find } from "../shared/elements.js";

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
 * @property {Layer[]} layers those with convolutions
 */

const NO_MAPS =
  "No convolutions, so no maps: each of its hidden units looks at all 784 pixels at once.";

/**
 * @param {HTMLElement} section
 * @param {Reason} reason
 */
export function showReason(section, reason) {
  const { digit, rival, declined, odds, evidence, layers } = reason;
  const texts = {
    ".verdict": declined ? "Not a digit" : `${digit}, not ${rival}`,
    ".odds": `${digit} is ${inWords(odds)} as likely as ${rival}`,
  };
  for (const [place, text] of Object.entries(texts)) {
    find(section, place, HTMLElement).textContent = text;
  }
  const canvas = find(section, "canvas", HTMLCanvasElement);
  canvas.ariaLabel = `The ink that speaks for ${digit} and for ${rival}, on the 28×28 picture`;
  paintEvidence(canvas, evidence);
  const strips = layers.length ? layers.map(strip) : [paragraph(NO_MAPS)];
  find(section, ".layers", HTMLElement).replaceChildren(...strips);
}

/**
 * 1234 → "1,200 times"
 *
 * @param {number} odds 1 or more
 */
function inWords(odds) {
  if (odds > 1e6) return "over a million times";
  return `${Number(odds.toPrecision(2)).toLocaleString("en")} times`;
}

/**
 * @param {HTMLCanvasElement} canvas 28×28
 * @param {number[]} evidence
 */
function paintEvidence(canvas, evidence) {
  const [speaksFor, speaksAgainst] = ["--for", "--against"].map((name) => colorOf(canvas, name));
  const most = Math.max(...evidence.map(Math.abs)) || 1;
  const pixels = new ImageData(28, 28);
  evidence.forEach((each, index) => {
    if (each === 0) return; // paper
    // The root lets weak evidence be seen beside strong evidence, and all ink a little.
    const strength = 0.15 + 0.85 * Math.sqrt(Math.abs(each) / most);
    const color = each > 0 ? speaksFor : speaksAgainst;
    pixels.data.set([...color, Math.round(255 * strength)], 4 * index);
  });
  canvas.getContext("2d")?.putImageData(pixels, 0, 0);
}

/**
 * Red, green and blue, 0–255, of a property that the style sheets give as #rrggbb.
 *
 * @param {Element} element
 * @param {string} property
 */
function colorOf(element, property) {
  const color = getComputedStyle(element).getPropertyValue(property);
  return (color.match(/\w\w/g) ?? []).map((hex) => Number.parseInt(hex, 16));
}

/** @param {string} text */
function paragraph(text) {
  return Object.assign(document.createElement("p"), { textContent: text });
}

/**
 * The maps of a layer, side by side.
 *
 * @param {Layer} layer
 * @param {number} index
 */
function strip({ count, width, height, picture }, index) {
  const what =
    height === 1 ? `${width} numbers` : `the ${count} strongest maps, ${height}×${width}`;
  const title = `Convolution ${index + 1}: ${what}`;
  const figure = document.createElement("figure");
  figure.className = "layer";
  const maps = document.createElement("div");
  maps.className = "maps";
  maps.role = "img";
  maps.ariaLabel = title;
  for (let place = 0; place < count; place++) {
    const map = document.createElement("i");
    map.style.backgroundImage = `url(${picture})`;
    map.style.backgroundSize = `${100 * count}% 100%`;
    map.style.backgroundPosition = count > 1 ? `${(100 * place) / (count - 1)}% 0` : "0 0";
    maps.append(map);
  }
  const caption = document.createElement("figcaption");
  caption.textContent = title;
  figure.append(caption, maps);
  return figure;
}
