// A picture to keep: the drawing, what the networks see of it, and what they say.

import { find, findAll } from "../shared/elements.js";
import { contextOf, paint } from "./ink.js";

const SIDE = 420; // of the drawing, pixels
const EDGE = 30;
const CARD = 140; // the height of a network's part
const TALLEST = 50; // a bar
const FONT = "system-ui, sans-serif";

/**
 * @param {HTMLElement} element
 * @param {import("./drawing.js").Drawing} drawing
 */
export function sheetOf(element, drawing) {
  const cards = findAll(element, "[data-model]", HTMLElement);
  const sheet = document.createElement("canvas");
  sheet.width = 2 * SIDE + 3 * EDGE;
  sheet.height = Math.max(SIDE, CARD * cards.length) + 2 * EDGE;
  const context = contextOf(sheet);
  context.fillStyle = "#fff";
  context.fillRect(0, 0, sheet.width, sheet.height);
  const paper = document.createElement("canvas");
  paper.width = paper.height = SIDE;
  paint(paper, drawing.marks(), drawing.side);
  context.drawImage(paper, EDGE, EDGE);
  paintSeen(context, find(element, "[data-testid=mnist-image]", HTMLImageElement));
  cards.forEach((card, row) => {
    paintCard(context, card, EDGE + row * CARD);
  });
  return sheet;
}

/**
 * In the drawing's corner.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {HTMLImageElement} seen the 28×28 picture
 */
function paintSeen(context, seen) {
  if (!seen.naturalWidth) return;
  context.imageSmoothingEnabled = false;
  const [left, top, side] = [EDGE + 8, EDGE + SIDE - 92, 84];
  context.drawImage(seen, left, top, side, side);
  context.strokeStyle = "#9ca3af";
  context.strokeRect(left, top, side, side);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {HTMLElement} card
 * @param {number} top
 */
function paintCard(context, card, top) {
  const left = 2 * EDGE + SIDE;
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
    const height = TALLEST * Number(bar.dataset.probability);
    context.fillRect(x, top + 106 - height, 30, height);
    context.fillRect(x, top + 106, 30, 1);
    context.fillText(bar.dataset.digit ?? "", x + 11, top + 122);
  }
}
