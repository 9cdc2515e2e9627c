// The drawing is there again when the page is loaded again, or when a link brings it.

import { addressWith } from "../shared/address.js";
import { keep, recall } from "../shared/session.js";
import { drawingIn } from "./link.js";
import { pictureOf } from "./picture.js";

/** @typedef {import("./drawing.js").Mark} Mark */
/** @typedef {import("./drawing.js").Stroke | { picture: string, digit?: string }} Kept */

const NAME = "drawing";

/** @param {import("./drawing.js").Drawing} drawing */
export async function rememberDrawing(drawing) {
  const linked = drawingIn(location.hash);
  const marks = linked ?? (await Promise.all((recall(NAME) ?? []).map(toMark)).catch(() => []));
  if (marks.length && drawing.isBlank()) drawing.replace(marks);
  // A link that is opened in the same tab loads nothing anew.
  addEventListener("hashchange", () => {
    const found = drawingIn(location.hash);
    if (found?.length) drawing.replace(found);
  });
  drawing.onChange(() => {
    if (drawing.isUnderWay()) return;
    keep(NAME, drawing.marks().map(toKeep));
    // The address would bring another drawing back than the one that is here.
    if (drawingIn(location.hash)) history.replaceState(null, "", addressWith(""));
  });
}

/**
 * @param {Mark} mark
 * @returns {Kept}
 */
function toKeep(mark) {
  return "ink" in mark ? { picture: mark.ink.toDataURL(), digit: mark.digit } : mark;
}

/**
 * @param {Kept} kept
 * @returns {Promise<Mark>}
 */
async function toMark(kept) {
  return "picture" in kept ? { ink: await pictureOf(kept.picture), digit: kept.digit } : kept;
}
