// The charts' values by mouse, finger and arrow keys.

import { find, findAll } from "../shared/elements.js";

/** @typedef {[number, string]} Stop its place, 0–100, and its values in words */

/** @param {HTMLElement} element */
export function setUpCharts(element) {
  for (const chart of findAll(element, ".chart", HTMLElement)) setUpChart(chart);
}

/** @param {HTMLElement} chart */
function setUpChart(chart) {
  const plot = find(chart, ".plot", HTMLElement);
  const cursor = find(chart, ".cursor", HTMLElement);
  const readout = find(chart, ".readout", HTMLElement);
  /** @type {Stop[]} */
  const stops = JSON.parse(plot.dataset.stops ?? "");
  const last = stops.length - 1;
  let current = 0;

  /** @param {number} number */
  function moveTo(number) {
    current = Math.min(last, Math.max(0, number));
    const [place, words] = stops[current];
    cursor.style.left = `${place}%`;
    plot.classList.add("pointed");
    plot.ariaValueNow = String(current + 1);
    plot.ariaValueText = words;
    readout.textContent = words;
  }

  /** @param {PointerEvent} event */
  function point(event) {
    const box = plot.getBoundingClientRect();
    const x = (100 * (event.clientX - box.left)) / box.width;
    const gaps = stops.map(([place]) => Math.abs(place - x));
    moveTo(gaps.indexOf(Math.min(...gaps)));
  }

  plot.addEventListener("pointermove", point);
  plot.addEventListener("pointerdown", point);
  plot.addEventListener("focus", () => moveTo(current));
  plot.addEventListener("keydown", (event) => {
    /** @type {Record<string, number>} */
    const aims = {
      ArrowLeft: current - 1,
      ArrowDown: current - 1,
      ArrowRight: current + 1,
      ArrowUp: current + 1,
      Home: 0,
      End: last,
    };
    if (!(event.key in aims)) return;
    event.preventDefault();
    moveTo(aims[event.key]);
  });
}
