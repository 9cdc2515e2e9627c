// Puts the comparison together.

import { setUpCharts } from "./charts.js";
import { setUpMissed } from "./missed.js";

/**
 * @param {HTMLElement} element the component's
 * @param {import("./missed.js").Server} server
 */
export function start(element, server) {
  setUpCharts(element);
  setUpMissed(element, server);
}
