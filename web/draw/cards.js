// Shows what each network says, and says in words whether they agree.

import { find, findAll } from "../shared/elements.js";
import { isPassing } from "../shared/server.js";
import { answersIn } from "./answers.js";
import { isSideBySide } from "./sidebyside.js";

/** @typedef {import("./answers.js").Answer} Answer */

const DOUBT = 0.8; // a network less sure than this names a second candidate too
const SEVERAL = "Two digits side by side? Draw one: each network reads a single digit.";
const SHOWN = 0.005; // a probability below this has no number

/**
 * @param {ParentNode} element
 * @param {string} name
 */
export function titleOf(element, name) {
  return find(element, `[data-model=${name}] h2`, HTMLElement).textContent;
}

/** @param {ParentNode} element */
export function statusOf(element) {
  return find(element, ".status", HTMLElement);
}

/**
 * @param {HTMLElement} element
 * @param {import("./drawing.js").Drawing} drawing
 * @param {import("./answers.js").AnswerSource} answers
 * @param {import("./voice.js").Voice} voice
 */
export function setUpCards(element, drawing, answers, voice) {
  const cards = findAll(element, "[data-model]", HTMLElement);
  const page = find(element, ".page", HTMLElement);
  const status = statusOf(element);
  const invitation = status.textContent;

  /** @param {import("./answers.js").Reply} reply */
  function sentence(reply) {
    if (!reply) return invitation;
    if ("error" in reply) return reply.error;
    const declined = reply.answers.some(({ digit }) => digit === null);
    if (declined && isSideBySide(drawing)) return SEVERAL;
    return inWords(reply.answers, (name) => titleOf(element, name));
  }

  answers.onReply((reply) => {
    // What was said last stays, dimmed, until there is an answer again.
    page.classList.toggle("stale", isPassing(reply));
    if (isPassing(reply)) {
      status.textContent = sentence(reply);
      voice.sayAtRest(status.textContent);
      return;
    }
    const given = answersIn(reply) ?? [];
    for (const card of cards) {
      fill(
        card,
        given.find((answer) => answer.name === card.dataset.model),
      );
    }
    status.textContent = sentence(reply);
    status.classList.toggle("disagree", new Set(given.map(({ digit }) => digit)).size > 1);
    // Until somebody asks, or draws.
    const silent = page.matches(".secret, .opening");
    voice.sayAtRest(reply && !silent ? status.textContent : "");
  });
}

/**
 * @param {HTMLElement} card
 * @param {Answer} [answer]
 */
function fill(card, answer) {
  const probabilities = answer?.probabilities ?? Array(10).fill(0);
  /** @type {[string, string | number][]} */
  const texts = [
    [".answer", answer ? (answer.digit ?? "") : "–"],
    [".sure", answer ? sureness(answer) : ""],
    [".remark", answer ? remark(answer) : ""],
    [".time", answer ? `${answer.milliseconds.toFixed(1)} ms` : "–"],
  ];
  card.dataset.answer = String(answer?.digit ?? "");
  for (const [place, text] of texts) find(card, place, HTMLElement).textContent = String(text);
  for (const bar of findAll(card, "[data-digit]", HTMLElement)) {
    const probability = probabilities[Number(bar.dataset.digit)];
    bar.dataset.probability = probability.toFixed(4);
    bar.style.setProperty("--probability", probability);
    find(bar, ".share", HTMLElement).textContent = probability < SHOWN ? "" : percent(probability);
  }
}

/**
 * "98 %", or of what is declined what it is instead.
 *
 * @param {Answer} answer
 */
function sureness({ digit, probabilities }) {
  const [nearest] = byProbability(probabilities);
  return digit === null ? `not a digit · resembles ${nearest}` : percent(probabilities[digit]);
}

/** @param {Answer} answer */
function remark({ digit, probabilities, exact }) {
  if (exact !== undefined && exact !== digit) {
    return exact === null ? "cut out and centred: not a digit" : `cut out and centred: ${exact}`;
  }
  const [first, second] = byProbability(probabilities);
  return digit !== null && probabilities[first] < DOUBT ? `${first} or ${second}?` : "";
}

/**
 * In whole percents, but never 100 of what is not certain.
 *
 * @param {number} probability
 */
function percent(probability) {
  const sharp = probability > 0.99 && probability < 0.9995;
  return `${(100 * probability).toFixed(sharp ? 1 : 0)} %`;
}

/**
 * The ten digits, the most probable first.
 *
 * @param {number[]} probabilities
 */
function byProbability(probabilities) {
  return [...probabilities.keys()].sort((a, b) => probabilities[b] - probabilities[a]);
}

/**
 * "All agree: it is an 8." or "They disagree: Baseline reads 7; Simple CNN and Deep CNN read 1."
 *
 * @param {Answer[]} answers
 * @param {(name: string) => string} title
 */
function inWords(answers, title) {
  const groups = Map.groupBy(answers, (answer) => answer.digit);
  if (groups.size === 1) {
    const [digit] = groups.keys();
    return digit === null
      ? "None of them takes this for a digit."
      : `All agree: it is ${withArticle(digit)}.`;
  }
  const parts = [...groups].map(([digit, group]) => {
    const names = group.map((answer) => title(answer.name));
    const several = names.length > 1;
    const subject = new Intl.ListFormat("en").format(names);
    if (digit === null) return `${subject} ${several ? "see" : "sees"} no digit`;
    return `${subject} ${several ? "read" : "reads"} ${digit}`;
  });
  return `They disagree: ${parts.join("; ")}.`;
}

/** @param {number} digit */
function withArticle(digit) {
  return digit === 8 ? "an 8" : `a ${digit}`;
}
