// "I drew a …": counts how often each network was right, in this browser and for this visit.

import { titleOf } from "./cards.js";
import { onChange, strokes } from "./drawing.js";
import { onReply } from "./reader.js";

const choices = [...element.querySelectorAll("[data-truth]")];
const result = element.querySelector(".tally");
const forget = element.querySelector("[data-action=forget]");

let answersNow = null; // of the networks to what is on the canvas
let judgement = null; // the latest drawing's, which may be corrected
const judgements = []; // each { truth, answers }

function showTally() {
  const total = judgements.length;
  forget.hidden = total === 0;
  if (total === 0) {
    result.textContent = "Counts who was right, in this browser only.";
    return;
  }
  const parts = judgements[0].answers.map(({ name }, row) => {
    const right = judgements.filter(({ truth, answers }) => answers[row].digit === truth).length;
    return `${titleOf(name)} ${right}`;
  });
  result.textContent = `Right of ${total}: ${parts.join(", ")}. Kept in this browser only.`;
}

function showChoice() {
  for (const choice of choices) {
    choice.disabled = !answersNow;
    const chosen = judgement?.truth === Number(choice.dataset.truth);
    choice.setAttribute("aria-pressed", chosen);
  }
}

for (const choice of choices) {
  choice.addEventListener("click", () => {
    if (!judgement) {
      judgement = {};
      judgements.push(judgement);
    }
    Object.assign(judgement, { truth: Number(choice.dataset.truth), answers: answersNow });
    showChoice();
    showTally();
  });
}

forget.addEventListener("click", () => {
  judgements.length = 0;
  judgement = null;
  showChoice();
  showTally();
  choices[0].focus();
});

onChange(() => {
  judgement = null; // another drawing
  if (!strokes().length) answersNow = null;
  showChoice();
});
onReply((reply) => {
  answersNow = reply?.answers ?? null;
  showChoice();
});
