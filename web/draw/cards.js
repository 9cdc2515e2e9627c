// Shows what each network says, and says in words whether they agree.

import { onReply } from "./reader.js";
import { sayAtRest } from "./voice.js";

const DOUBT = 0.8; // a network less sure than this names a second candidate too

const cards = [...element.querySelectorAll("[data-model]")];
export const verdict = element.querySelector(".status");
const invitation = verdict.textContent;

export function titleOf(name) {
  return element.querySelector(`[data-model=${name}] h2`).textContent;
}

function byProbability(probabilities) {
  return [...probabilities.keys()].sort((a, b) => probabilities[b] - probabilities[a]);
}

function remark({ digit, probabilities, exact }) {
  if (exact !== undefined && exact !== digit) {
    return exact === null ? "cut out and centred: no digit" : `cut out and centred: ${exact}`;
  }
  const [first, second] = byProbability(probabilities);
  if (digit === null) return "not a digit, as far as I can tell";
  return probabilities[first] < DOUBT ? `${first} or ${second}?` : "";
}

function fill(card, answer) {
  const probabilities = answer?.probabilities ?? Array(10).fill(0);
  const nearest = byProbability(probabilities)[0];
  card.dataset.answer = answer?.digit ?? "";
  card.querySelector(".answer").textContent = answer ? nearest : "–";
  card.querySelector(".remark").textContent = answer ? remark(answer) : "";
  card.querySelector(".time").textContent = answer ? `${answer.milliseconds.toFixed(1)} ms` : "–";
  for (const bar of card.querySelectorAll("[data-digit]")) {
    const probability = probabilities[bar.dataset.digit];
    bar.dataset.probability = probability.toFixed(4);
    bar.title = `${(100 * probability).toFixed(1)} %`;
    bar.querySelector("i").style.transform = `scaleY(${probability})`;
  }
}

// "All agree: it is a 3." or "They disagree: Baseline reads 7; Simple CNN and Deep CNN read 1."
function inWords(answers) {
  const groups = Map.groupBy(answers, (answer) => answer.digit);
  if (groups.size === 1) {
    const [digit] = groups.keys();
    return digit === null ? "None of them takes this for a digit." : `All agree: it is a ${digit}.`;
  }
  const parts = [...groups].map(([digit, group]) => {
    const names = group.map((answer) => titleOf(answer.name));
    const several = names.length > 1;
    const subject = new Intl.ListFormat("en").format(names);
    if (digit === null) return `${subject} ${several ? "see" : "sees"} no digit`;
    return `${subject} ${several ? "read" : "reads"} ${digit}`;
  });
  return `They disagree: ${parts.join("; ")}.`;
}

onReply((reply) => {
  for (const card of cards) {
    fill(
      card,
      reply?.answers?.find((answer) => answer.name === card.dataset.model),
    );
  }
  verdict.textContent = reply ? (reply.error ?? inWords(reply.answers)) : invitation;
  const unlike = new Set(reply?.answers?.map((answer) => answer.digit)).size > 1;
  verdict.classList.toggle("disagree", unlike);
  sayAtRest(reply ? verdict.textContent : "");
});
