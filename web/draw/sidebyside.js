// Whether two digits stand side by side, of which the networks can read neither.

import { contextOf, paint } from "./ink.js";

const SIDE = 64; // pixels: enough to see a gap
const INK = 64; // a level, 0–255
const TALL = 0.6; // of the whole drawing: what is as high may be a digit of its own

/** @typedef {{ top: number, bottom: number }} Extent */

/** @param {import("./drawing.js").Drawing} drawing */
export function isSideBySide(drawing) {
  const parts = partsOf(columnsOf(drawing));
  const heights = parts.map(({ top, bottom }) => bottom - top + 1);
  const top = Math.min(...parts.map((part) => part.top));
  const bottom = Math.max(...parts.map((part) => part.bottom));
  return heights.filter((height) => height >= TALL * (bottom - top + 1)).length > 1;
}

/**
 * Where the ink of each column begins and ends, or null where there is none.
 *
 * @param {import("./drawing.js").Drawing} drawing
 * @returns {(Extent | null)[]}
 */
function columnsOf(drawing) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIDE;
  paint(canvas, drawing.marks(), drawing.side);
  const { data } = contextOf(canvas).getImageData(0, 0, SIDE, SIDE);
  return Array.from({ length: SIDE }, (_, x) => {
    const rows = [...Array(SIDE).keys()].filter((y) => data[4 * (y * SIDE + x)] > INK);
    return rows.length ? { top: rows[0], bottom: rows[rows.length - 1] } : null;
  });
}

/**
 * Columns with ink, joined where no paper parts them.
 *
 * @param {(Extent | null)[]} columns
 * @returns {Extent[]}
 */
function partsOf(columns) {
  /** @type {Extent[]} */
  const parts = [];
  columns.forEach((column, x) => {
    if (!column) return;
    const last = parts[parts.length - 1];
    if (last && columns[x - 1]) {
      last.top = Math.min(last.top, column.top);
      last.bottom = Math.max(last.bottom, column.bottom);
    } else {
      parts.push({ ...column });
    }
  });
  return parts;
}
