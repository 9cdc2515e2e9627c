// Shows what becomes of the drawing before a network sees it.

import { find, findAll } from "../shared/elements.js";
import { isPassing } from "../shared/server.js";

const ALTERNATIVES = {
  exact: ["Your ink, cut out", "The ink in 20×20 pixels", "Your digit in 28×28 pixels"],
  whole: ["", "", "The whole canvas in 28×28 pixels"],
  asIs: ["", "", "The digit in 28×28 pixels, as it is"],
};

/**
 * @param {HTMLElement} element
 * @param {import("./answers.js").AnswerSource} answers
 */
export function setUpStages(element, answers) {
  const page = find(element, ".page", HTMLElement);
  const whole = find(element, "[name=whole-canvas]", HTMLInputElement);
  const pictures = findAll(element, ".stages img", HTMLImageElement);

  whole.addEventListener("change", () => page.classList.toggle("whole", whole.checked));

  answers.onReply((reply) => {
    if (isPassing(reply)) return;
    const stages = reply && "stages" in reply ? reply.stages : [];
    const asIs = !whole.checked && !!stages[2] && !stages[0];
    page.classList.toggle("as-is", asIs);
    const alternatives = ALTERNATIVES[whole.checked ? "whole" : asIs ? "asIs" : "exact"];
    pictures.forEach((picture, index) => {
      picture.alt = stages[index] ? alternatives[index] : "";
      if (stages[index]) picture.src = stages[index];
      else picture.removeAttribute("src");
    });
  });
}
