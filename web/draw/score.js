// "I drew a …": marks who is right, and keeps each network's score.

import { find, findAll } from "../shared/elements.js";
import { keep, recall } from "../shared/page.js";
import { answersIn } from "./answers.js";
import { titleOf } from "./cards.js";

/** @typedef {import("./answers.js").Answer} Answer */
/** @typedef {{ truth: number, answers: Pick<Answer, "name" | "digit">[] }} Judgement */

const NAME = "tally"; // in the tab's storage

/** @param {import("./start.js").Room} room */
export function setUpScore({ element, drawing, answers: source }) {
  const cards = findAll(element, "[data-model]", HTMLElement);
  const choices = findAll(element, "[data-truth]", HTMLButtonElement);
  const result = find(element, ".tally", HTMLElement);
  const reset = find(element, "[data-action=forget]", HTMLButtonElement);
  const invitation = result.textContent;
  /** @type {Answer[] | null} */
  let answersNow = null; // to the drawing on the canvas
  /** @type {Judgement | null} */
  let latest = null; // of the drawing on the canvas; it may be corrected
  /** @type {Judgement[]} */
  const judgements = recall(NAME) ?? [];

  function showScore() {
    const total = judgements.length;
    const counts = cards.map(({ dataset: { model = "" } }) => {
      const right = judgements.filter(({ truth, answers }) =>
        answers.some(({ name, digit }) => name === model && digit === truth),
      );
      return `${titleOf(element, model)} ${right.length}`;
    });
    reset.hidden = total === 0;
    result.textContent = total
      ? `Score after ${total} drawing${total > 1 ? "s" : ""}: ${counts.join(", ")}.`
      : invitation;
  }

  function showMarks() {
    for (const choice of choices) {
      choice.disabled = !answersNow;
      choice.ariaPressed = String(latest?.truth === Number(choice.dataset.truth));
    }
    for (const card of cards) {
      const { answer } = card.dataset; // "" if it declines, which is no mistake
      const right = latest && answer ? latest.truth === Number(answer) : null;
      card.dataset.right = String(right ?? "");
      const words = right ? "✓ right" : "✗ wrong";
      find(card, ".mark", HTMLElement).textContent = right === null ? "" : words;
    }
  }

  function update() {
    showMarks();
    showScore();
    keep(NAME, judgements);
  }

  for (const choice of choices) {
    choice.addEventListener("click", () => {
      if (!answersNow) return;
      if (latest) judgements.pop(); // it is corrected
      const answers = answersNow.map(({ name, digit }) => ({ name, digit }));
      latest = { truth: Number(choice.dataset.truth), answers };
      judgements.push(latest);
      update();
    });
  }

  reset.addEventListener("click", () => {
    judgements.length = 0;
    latest = null;
    update();
    choices[0].focus(); // the button is gone
  });

  drawing.onChange(() => {
    latest = null;
    if (drawing.isBlank()) answersNow = null;
    showMarks();
  });
  source.onReply((reply) => {
    answersNow = answersIn(reply);
    showMarks();
  });
  showScore();
}
