// Addresses of the page's places, "#compare" and "#why", through which Back and Forward lead.

import { addressWith } from "./address.js";
import { find } from "./elements.js";

const PLACES = ["#compare", "#why"];

/** @returns {string} one of `PLACES`, or "" for the canvas */
function placeInAddress() {
  return PLACES.includes(location.hash) ? location.hash : "";
}

/**
 * Go where the address says, and say in the address where the visitor goes.
 *
 * @param {HTMLDetailsElement} why the panel
 */
export function setUpPlaces(why) {
  let place = ""; // where the page is now

  /** @param {string} next */
  function enter(next) {
    if (next === place) return;
    place = next;
    if (next !== placeInAddress()) history.pushState(null, "", addressWith(next));
  }

  const besideTheCanvas = () => (why.open ? "#why" : "");

  function follow() {
    place = placeInAddress();
    if (place !== "#compare") why.open = place === "#why";
    const tab = find(
      document,
      place === "#compare" ? "#compare-button" : "#draw-button",
      HTMLElement,
    );
    if (tab.ariaSelected !== "true") tab.click();
    if (place === "#why") why.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("click", ({ target }) => {
    const tab = target instanceof Element && target.closest("[role=tab]");
    if (tab) enter(tab.id === "compare-button" ? "#compare" : besideTheCanvas());
  });
  why.addEventListener("toggle", () => {
    if (why.checkVisibility()) enter(besideTheCanvas());
  });
  addEventListener("popstate", follow);
  if (placeInAddress()) follow();
}
