// What a screen reader says: a sentence waits for a moment, and a newer one replaces it.

/** @typedef {ReturnType<typeof createVoice>} Voice */

const PAUSE = 700; // milliseconds

/** @param {HTMLElement} voice a live region */
export function createVoice(voice) {
  let speaking = 0;

  /**
   * @param {string} text
   * @param {number} delay
   */
  function say(text, delay = 0) {
    clearTimeout(speaking);
    speaking = setTimeout(() => {
      voice.textContent = text;
    }, delay);
  }

  return { say, sayAtRest: (/** @type {string} */ text) => say(text, PAUSE) };
}
