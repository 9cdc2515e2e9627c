// The page around the rooms: its address, what its tab keeps, and how a picture gets onto the
// canvas.

import { find } from "./elements.js";

/**
 * The page's own address with another fragment. A fragment alone would be resolved against the
 * page's base, which has no query.
 *
 * @param {string} hash "" or "#…"
 */
export function addressWith(hash) {
  return location.pathname + location.search + hash;
}

const PLACES = ["#compare", "#why"];

/** @returns {string} one of `PLACES`, or "" for the canvas */
function placeInAddress() {
  return PLACES.includes(location.hash) ? location.hash : "";
}

/**
 * Keep the address ("#compare", "#why") and what the page shows in step, so that Back and Forward
 * work.
 *
 * @param {HTMLDetailsElement} why the panel
 */
export function setUpNavigation(why) {
  let place = ""; // what the page shows now

  /** @param {string} next */
  function enter(next) {
    if (next === place) return;
    place = next;
    if (next !== placeInAddress()) history.pushState(null, "", addressWith(next));
  }

  const placeOnDrawTab = () => (why.open ? "#why" : "");

  function follow() {
    place = placeInAddress();
    if (place !== "#compare") why.open = place === "#why";
    const name = place === "#compare" ? "compare" : "draw";
    const tab = find(document, `#${name}-button`, HTMLElement);
    if (tab.ariaSelected !== "true") tab.click();
    if (place === "#why") why.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("click", ({ target }) => {
    const tab = target instanceof Element && target.closest("[role=tab]");
    if (tab) enter(tab.id === "compare-button" ? "#compare" : placeOnDrawTab());
  });
  why.addEventListener("toggle", () => {
    if (why.checkVisibility()) enter(placeOnDrawTab());
  });
  addEventListener("popstate", follow);
  if (placeInAddress()) follow();
}

/**
 * What `keep` stored under this name before the tab was last loaded; null without it.
 *
 * @param {string} name
 * @returns {any}
 */
export function recall(name) {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? "null");
  } catch {
    return null; // a browser may forbid storage
  }
}

/**
 * Store a value until the tab is closed.
 *
 * @param {string} name
 * @param {unknown} value ready for JSON
 */
export function keep(name, value) {
  try {
    sessionStorage.removeItem(name); // if there is no room, nothing is better than an older value
    sessionStorage.setItem(name, JSON.stringify(value));
  } catch {
    // Without storage, every load is a new visit.
  }
}

/**
 * Put a digit that has MNIST's format already onto the canvas. Any program may do the same:
 *
 *   document.querySelector(".page").dispatchEvent(new CustomEvent("digit", { detail: dataUrl }));
 *
 * With "bring" instead of "digit" the page looks for ink in any picture, as in an uploaded one.
 *
 * @param {string} dataUrl of a PNG, 28×28 pixels
 */
export function bringDigit(dataUrl) {
  find(document, ".page", HTMLElement).dispatchEvent(new CustomEvent("digit", { detail: dataUrl }));
}

/**
 * @param {HTMLElement} page
 * @param {"bring" | "digit"} kind
 * @param {(dataUrl: string) => void} listener
 */
export function onPicture(page, kind, listener) {
  page.addEventListener(kind, (event) => {
    if (event instanceof CustomEvent) listener(event.detail);
  });
}
