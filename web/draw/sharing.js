// The drawing outlives the page: in its tab, in a link, and as a picture with the answers.

import { find, findAll } from "../shared/elements.js";
import { addressWith, keep, recall } from "../shared/page.js";
import { contextOf, paint, pictureOf } from "./drawing.js";

/** @typedef {import("./drawing.js").Drawing} Drawing */
/** @typedef {import("./drawing.js").Mark} Mark */
/** @typedef {import("./drawing.js").Point} Point */
/** @typedef {import("./drawing.js").Stroke} Stroke */

const NAME = "drawing"; // in the tab's storage
const START = "#drawing=";
const UNIT = 0.5; // pixels of the sheet, in a link
const LONGEST = 4000; // characters of a link's drawing

/**
 * Bring back the drawing of the link, or else that of the tab, and keep the tab's from now on.
 *
 * @param {Drawing} drawing
 */
export async function restoreDrawing(drawing) {
  /**
   * @param {Stroke | { picture: string, digit?: string }} kept
   * @returns {Promise<Mark>}
   */
  const toMark = async (kept) =>
    "picture" in kept ? { ink: await pictureOf(kept.picture), digit: kept.digit } : kept;
  const linked = drawingIn(location.hash);
  const marks = linked ?? (await Promise.all((recall(NAME) ?? []).map(toMark)).catch(() => []));
  if (marks.length && drawing.isBlank()) drawing.replace(marks);
  // A link that is opened in the same tab does not load the page again.
  addEventListener("hashchange", () => {
    const found = drawingIn(location.hash);
    if (found?.length) drawing.replace(found);
  });
  drawing.onChange(() => {
    if (drawing.isUnderWay()) return;
    const kept = drawing
      .marks()
      .map((mark) => ("ink" in mark ? { picture: mark.ink.toDataURL(), digit: mark.digit } : mark));
    keep(NAME, kept);
    // The address must not bring back another drawing than the current one.
    if (drawingIn(location.hash)) history.replaceState(null, "", addressWith(""));
  });
}

/** @param {import("./start.js").Room} room */
export function setUpSharing({ element, drawing, announcer }) {
  const copy = find(element, "[data-action=copy-link]", HTMLButtonElement);
  const save = find(element, "[data-action=save]", HTMLButtonElement);
  const note = find(element, ".shared", HTMLElement);

  copy.addEventListener("click", async () => {
    history.replaceState(null, "", addressWith(shortLinkTo(drawing.marks())));
    // Browsers allow the clipboard only to pages that come by HTTPS or from this machine.
    const copied = await navigator.clipboard?.writeText(location.href).then(
      () => true,
      () => false,
    );
    note.textContent = copied
      ? "Copied. The drawing is in the link itself."
      : "Copy the link from the address bar.";
    announcer.announce(note.textContent);
  });

  save.addEventListener("click", () => {
    const download = document.createElement("a");
    download.href = pictureWithAnswers(element, drawing).toDataURL("image/png");
    download.download = "digit.png";
    download.click();
  });

  function update() {
    note.textContent = "";
    save.disabled = drawing.isBlank();
    copy.disabled = drawing.isBlank() || drawing.marks().some((mark) => "ink" in mark);
  }
  drawing.onChange(update);
  update();
}

/**
 * The drawing as a link, with as many points as there is room for: some programs cut long links.
 *
 * @param {Mark[]} marks of which pictures are left out, since they are too long
 */
function shortLinkTo(marks) {
  const strokes = marks.filter((mark) => "points" in mark);
  let link = linkTo(strokes);
  for (let tolerance = UNIT; link.length > LONGEST && tolerance < 32; tolerance *= 2) {
    link = linkTo(
      strokes.map(({ width, points }) => ({ width, points: simplified(points, tolerance) })),
    );
  }
  return link;
}

/**
 * Fewer points, from which no point that is left out lies farther than `tolerance` (Douglas and
 * Peucker, "Algorithms for the reduction of the number of points…", 1973).
 *
 * @param {Point[]} points
 * @param {number} tolerance pixels of the sheet
 * @returns {Point[]}
 */
function simplified(points, tolerance) {
  const kept = new Set([0, points.length - 1]);
  const spans = [[0, points.length - 1]];
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [from, to] = span;
    let [farthest, index] = [tolerance, 0];
    for (let between = from + 1; between < to; between++) {
      const distance = distanceTo(points[from], points[to], points[between]);
      if (distance > farthest) [farthest, index] = [distance, between];
    }
    if (!index) continue;
    kept.add(index);
    spans.push([from, index], [index, to]);
  }
  return points.filter((_, index) => kept.has(index));
}

/**
 * How far a point lies from the line between two others.
 *
 * @param {Point} start
 * @param {Point} end
 * @param {Point} point
 */
function distanceTo([left, top], [right, bottom], [x, y]) {
  const [width, height] = [right - left, bottom - top];
  const along = ((x - left) * width + (y - top) * height) / (width ** 2 + height ** 2 || 1);
  const share = Math.min(1, Math.max(0, along));
  return Math.hypot(x - left - share * width, y - top - share * height);
}

/**
 * The drawing as the fragment of an address, which browsers never send to a server: "#drawing=…".
 * It consists of whole numbers in base64url, seven bits a byte, the lowest first. Each stroke has
 * the pen's width, the number of points, and the steps from point to point, the first from the
 * sheet's corner; lengths in half pixels.
 *
 * @param {Stroke[]} strokes
 */
function linkTo(strokes) {
  /** @type {number[]} */
  const numbers = [];
  for (const { width, points } of strokes) {
    numbers.push(Math.round(width / UNIT), points.length);
    let [left, top] = [0, 0];
    for (const point of points) {
      const [x, y] = point.map((each) => Math.round(each / UNIT));
      numbers.push(folded(x - left), folded(y - top));
      [left, top] = [x, y];
    }
  }
  const bytes = numbers.flatMap(toBytes).map((byte) => String.fromCharCode(byte));
  const text = btoa(bytes.join("")).replaceAll("+", "-").replaceAll("/", "_");
  return START + text.replaceAll("=", "");
}

/**
 * @param {string} hash of an address
 * @returns {Stroke[] | null} null if it holds no drawing
 */
function drawingIn(hash) {
  if (!hash.startsWith(START)) return null;
  try {
    const text = atob(hash.slice(START.length).replaceAll("-", "+").replaceAll("_", "/"));
    const numbers = toNumbers([...text].map((letter) => letter.charCodeAt(0)));
    /** @type {Stroke[]} */
    const strokes = [];
    for (let at = 0; at < numbers.length; ) {
      const [width, count] = numbers.slice(at, at + 2);
      const steps = numbers.slice(at + 2, at + 2 + 2 * count).map(unfolded);
      if (!count || steps.length < 2 * count) throw new RangeError("Expected more points.");
      let [x, y] = [0, 0];
      const points = Array.from({ length: count }, (_, index) => {
        x += steps[2 * index];
        y += steps[2 * index + 1];
        return /** @type {Point} */ ([x * UNIT, y * UNIT]);
      });
      strokes.push({ width: width * UNIT, points });
      at += 2 + 2 * count;
    }
    return strokes;
  } catch {
    return null; // cut short or damaged
  }
}

// 0, -1, 1, -2, … as 0, 1, 2, 3, …
const folded = (/** @type {number} */ each) => (each < 0 ? -2 * each - 1 : 2 * each);
const unfolded = (/** @type {number} */ each) => (each % 2 ? -(each + 1) / 2 : each / 2);

/** @param {number} number */
function toBytes(number) {
  const bytes = [];
  let rest = number;
  while (rest > 127) {
    bytes.push(128 + (rest % 128));
    rest = Math.floor(rest / 128);
  }
  return [...bytes, rest];
}

/** @param {number[]} bytes */
function toNumbers(bytes) {
  const numbers = [];
  let [number, unit] = [0, 1];
  for (const byte of bytes) {
    number += (byte % 128) * unit;
    unit *= 128;
    if (byte > 127) continue;
    numbers.push(number);
    [number, unit] = [0, 1];
  }
  return numbers;
}

/**
 * A picture to save: the drawing with the 28×28 picture in its corner, and each card's answer.
 *
 * @param {HTMLElement} element
 * @param {Drawing} drawing
 */
function pictureWithAnswers(element, drawing) {
  const [SIDE, EDGE, CARD] = [420, 30, 140]; // pixels: the drawing, the margin, a card's height
  const cards = findAll(element, "[data-model]", HTMLElement);
  const picture = document.createElement("canvas");
  picture.width = 2 * SIDE + 3 * EDGE;
  picture.height = Math.max(SIDE, CARD * cards.length) + 2 * EDGE;
  const context = contextOf(picture);
  context.fillStyle = "#fff";
  context.fillRect(0, 0, picture.width, picture.height);
  const paper = document.createElement("canvas");
  paper.width = paper.height = SIDE;
  paint(paper, drawing.marks(), drawing.side);
  context.drawImage(paper, EDGE, EDGE);
  const seen = find(element, "[data-testid=mnist-image]", HTMLImageElement);
  if (seen.naturalWidth) {
    context.imageSmoothingEnabled = false;
    context.strokeStyle = "#9ca3af";
    context.drawImage(seen, EDGE + 8, EDGE + SIDE - 92, 84, 84);
    context.strokeRect(EDGE + 8, EDGE + SIDE - 92, 84, 84);
  }
  cards.forEach((card, row) => {
    paintCard(context, card, 2 * EDGE + SIDE, EDGE + row * CARD);
  });
  return picture;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {HTMLElement} card
 * @param {number} left
 * @param {number} top
 */
function paintCard(context, card, left, top) {
  const FONT = "system-ui, sans-serif";
  const text = (/** @type {string} */ place) => find(card, place, HTMLElement).textContent;
  context.fillStyle = "#111";
  context.font = `600 20px ${FONT}`;
  context.fillText(text("h2"), left, top + 18);
  context.font = `18px ${FONT}`;
  const words = [card.dataset.answer, text(".sure"), text(".remark")].filter(Boolean).join(" · ");
  context.fillText(words, left, top + 44);
  context.font = `14px ${FONT}`;
  for (const bar of findAll(card, "[data-digit]", HTMLElement)) {
    const x = left + Number(bar.dataset.digit) * 40;
    const height = 50 * Number(bar.dataset.probability);
    context.fillRect(x, top + 106 - height, 30, height);
    context.fillRect(x, top + 106, 30, 1);
    context.fillText(bar.dataset.digit ?? "", x + 11, top + 122);
  }
}
