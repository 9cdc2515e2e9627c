// Text for screen readers: a newer text replaces one that has not been announced yet.

const PAUSE = 700; // milliseconds without news before a text is announced

/** @param {HTMLElement} region a live region */
export function createAnnouncer(region) {
  let timer = 0;
  let latest = ""; // of the texts that wait for a pause

  /** @param {string} text */
  function announce(text) {
    clearTimeout(timer);
    region.textContent = text;
  }

  /** @param {string} text */
  function announceLater(text) {
    latest = text;
    clearTimeout(timer);
    timer = setTimeout(announce, PAUSE, text);
  }

  return { announce, announceLater, repeat: () => announceLater(latest) };
}
