// "I drew a …": counts how often each network was right, in this browser and for this visit.

import { find, findAll } from "../shared/elements.js";
import { answersIn } from "./answers.js";
import { titleOf } from "./cards.js";

/** @typedef {import("./answers.js").Answer} Answer */
/** @typedef {{ truth: number, answers: Answer[] }} Judgement */

/**
 * @param {HTMLElement} element
 * @param {import("./drawing.js").Drawing} drawing
 * @param {import("./answers.js").AnswerSource} source
 */
export function setUpTally(element, drawing, source) {
  const choices = findAll(element, "[data-truth]", HTMLButtonElement);
  const result = find(element, ".tally", HTMLElement);
  const forget = find(element, "[data-action=forget]", HTMLButtonElement);
  const none = result.textContent;
  /** @type {Answer[] | null} */
  let answersNow = null; // of the networks to what is on the canvas
  /** @type {Judgement | null} */
  let latest = null; // of the drawing on the canvas; it may be corrected
  /** @type {Judgement[]} */
  const judgements = [];

  function showTally() {
    const total = judgements.length;
    forget.hidden = total === 0;
    result.textContent = total
      ? `Right of ${total}: ${counts()}. Kept in this browser only.`
      : none;
  }

  function counts() {
    const parts = judgements[0].answers.map(({ name }, row) => {
      const right = judgements.filter(({ truth, answers }) => answers[row].digit === truth).length;
      return `${titleOf(element, name)} ${right}`;
    });
    return parts.join(", ");
  }

  function showChoice() {
    for (const choice of choices) {
      choice.disabled = !answersNow;
      choice.ariaPressed = String(latest?.truth === Number(choice.dataset.truth));
    }
  }

  /** @param {number} truth */
  function judge(truth) {
    if (!answersNow) return;
    if (latest) judgements.pop(); // it is corrected
    latest = { truth, answers: answersNow };
    judgements.push(latest);
    showChoice();
    showTally();
  }

  for (const choice of choices) {
    choice.addEventListener("click", () => judge(Number(choice.dataset.truth)));
  }

  forget.addEventListener("click", () => {
    judgements.length = 0;
    latest = null;
    showChoice();
    showTally();
    choices[0].focus();
  });

  drawing.onChange(() => {
    latest = null; // another drawing
    if (drawing.isBlank()) answersNow = null;
    showChoice();
  });
  source.onReply((reply) => {
    answersNow = answersIn(reply);
    showChoice();
  });
}
