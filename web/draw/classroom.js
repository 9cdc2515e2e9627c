// Class mode: a large canvas and large answers, which are hidden until somebody asks for them.

import { find } from "../shared/elements.js";
import { canvasOf } from "./canvas.js";
import { statusOf } from "./cards.js";

/**
 * @param {HTMLElement} element
 * @param {import("./drawing.js").Drawing} drawing
 * @param {import("./voice.js").Voice} voice
 */
export function setUpClassroom(element, drawing, voice) {
  const page = find(element, ".page", HTMLElement);
  const switchOver = find(element, "[data-action=class]", HTMLButtonElement);
  const reveal = find(element, "[data-action=reveal]", HTMLButtonElement);

  /** @param {boolean} secret */
  function hide(secret) {
    page.classList.toggle("secret", secret);
    reveal.hidden = !secret;
    reveal.disabled = drawing.isBlank();
  }

  switchOver.addEventListener("click", () => {
    const on = document.body.classList.toggle("class-mode"); // for what is around this room
    page.classList.toggle("large", on);
    scrollTo(0, 0);
    switchOver.ariaPressed = String(on);
    hide(on);
  });
  reveal.addEventListener("click", () => {
    hide(false);
    voice.say(statusOf(element).textContent);
    canvasOf(element).focus({ preventScroll: true, focusVisible: false }); // the button is gone
  });
  drawing.onChange(() => hide(page.classList.contains("large")));
}
