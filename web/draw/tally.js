// "I drew a …": marks who is right, and counts how often each network was.

import { find, findAll } from "../shared/elements.js";
import { keep, recall } from "../shared/session.js";
import { answersIn } from "./answers.js";
import { titleOf } from "./cards.js";

/** @typedef {import("./answers.js").Answer} Answer */
/** @typedef {{ truth: number, answers: Pick<Answer, "name" | "digit">[] }} Judgement */

const NAME = "tally";

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
  const judgements = recall(NAME) ?? [];

  function showTally() {
    const total = judgements.length;
    forget.hidden = total === 0;
    result.textContent = total
      ? `Right of ${total}: ${counts()}. Kept until this tab is closed.`
      : none;
  }

  function counts() {
    const parts = findAll(element, "[data-model]", HTMLElement).map(
      ({ dataset: { model = "" } }) => {
        const right = judgements.filter(({ truth, answers }) =>
          answers.some(({ name, digit }) => name === model && digit === truth),
        );
        return `${titleOf(element, model)} ${right.length}`;
      },
    );
    return parts.join(", ");
  }

  function showMarks() {
    for (const card of findAll(element, "[data-model]", HTMLElement)) {
      const { answer } = card.dataset; // "" where it declines, which is no mistake
      const right = latest && answer ? latest.truth === Number(answer) : null;
      card.dataset.right = String(right ?? "");
      const words = right ? "✓ right" : "✗ wrong";
      find(card, ".mark", HTMLElement).textContent = right === null ? "" : words;
    }
  }

  function showChoice() {
    for (const choice of choices) {
      choice.disabled = !answersNow;
      choice.ariaPressed = String(latest?.truth === Number(choice.dataset.truth));
    }
    showMarks();
  }

  function showAll() {
    showChoice();
    showTally();
    keep(NAME, judgements);
  }

  /** @param {number} truth */
  function judge(truth) {
    if (!answersNow) return;
    if (latest) judgements.pop(); // it is corrected
    latest = { truth, answers: answersNow.map(({ name, digit }) => ({ name, digit })) };
    judgements.push(latest);
    showAll();
  }

  for (const choice of choices) {
    choice.addEventListener("click", () => judge(Number(choice.dataset.truth)));
  }

  forget.addEventListener("click", () => {
    judgements.length = 0;
    latest = null;
    showAll();
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
  showTally();
}
