// What a screen reader says: what is not said yet is replaced by what is newer.

/** @typedef {ReturnType<typeof createVoice>} Voice */

const PAUSE = 700; // milliseconds

/** @param {HTMLElement} voice a live region */
export function createVoice(voice) {
  let speaking = 0;
  let newest = ""; // of what is said at rest

  /** @param {string} text */
  function say(text) {
    clearTimeout(speaking);
    voice.textContent = text;
  }

  /** @param {string} text */
  function sayAtRest(text) {
    newest = text;
    clearTimeout(speaking);
    speaking = setTimeout(say, PAUSE, text);
  }

  return { say, sayAtRest, repeat: () => sayAtRest(newest) };
}
