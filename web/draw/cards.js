// Shows each network's answer, the picture that it saw, and whether the networks agree, in words.

import { find, findAll } from "../shared/elements.js";
import { isTemporary } from "../shared/server.js";
import { answersIn } from "./answers.js";
import { canvasOf } from "./canvas.js";
import { contextOf, paint } from "./drawing.js";

/** @typedef {import("./answers.js").Answer} Answer */
/** @typedef {import("./answers.js").Reply} Reply */
/** @typedef {import("./start.js").Room} Room */

const DOUBT = 0.8; // a network less sure than this names a second candidate too
const SHOWN = 0.005; // a probability below this gets no number
const SEVERAL = "Is that two digits? Please draw just one.";
const ALTERNATIVES = {
  exact: ["Your ink, cut out", "The ink in 20×20 pixels", "Your digit in 28×28 pixels"],
  whole: ["", "", "The whole canvas in 28×28 pixels"],
  asIs: ["", "", "The digit in 28×28 pixels, unchanged"],
};

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

/** @param {Room} room */
export function setUpCards(room) {
  const { element, page, drawing, answers, announcer } = room;
  const cards = findAll(element, "[data-model]", HTMLElement);
  const status = statusOf(element);
  const invitation = status.textContent;
  setUpStages(room);
  setUpClassMode(room);

  /** @param {Reply} reply */
  function sentence(reply) {
    if (!reply) return invitation;
    if ("error" in reply) return reply.error;
    const declined = reply.answers.some(({ digit }) => digit === null);
    if (declined && looksLikeTwoDigits(drawing)) return SEVERAL;
    return inWords(reply.answers, (name) => titleOf(element, name));
  }

  answers.onReply((reply) => {
    status.textContent = sentence(reply);
    // The last answer stays, dimmed, until there is another.
    page.classList.toggle("stale", isTemporary(reply));
    if (!isTemporary(reply)) {
      const given = answersIn(reply) ?? [];
      for (const card of cards) {
        const answer = given.find(({ name }) => name === card.dataset.model);
        fill(card, answer);
      }
      status.classList.toggle("disagree", new Set(given.map(({ digit }) => digit)).size > 1);
    }
    const hidden = !isTemporary(reply) && page.matches(".secret, .opening");
    announcer.announceLater(reply && !hidden ? status.textContent : "");
  });
}

/**
 * @param {HTMLElement} card
 * @param {Answer} [answer]
 */
function fill(card, answer) {
  const probabilities = answer?.probabilities ?? Array(10).fill(0);
  const texts = {
    ".answer": answer ? String(answer.digit ?? "") : "–",
    ".sure": answer ? sureness(answer) : "",
    ".remark": answer ? remark(answer) : "",
    ".time": answer ? `${answer.milliseconds.toFixed(1)} ms` : "–",
  };
  card.dataset.answer = String(answer?.digit ?? "");
  card.classList.toggle("divided", isDivided(answer?.members));
  for (const [place, text] of Object.entries(texts)) {
    find(card, place, HTMLElement).textContent = text;
  }
  for (const bar of findAll(card, "[data-digit]", HTMLElement)) {
    const probability = probabilities[Number(bar.dataset.digit)];
    bar.dataset.probability = probability.toFixed(4);
    bar.style.setProperty("--probability", probability);
    find(bar, ".share", HTMLElement).textContent = probability < SHOWN ? "" : percent(probability);
  }
}

/**
 * "98%", or what a declined drawing resembles.
 *
 * @param {Answer} answer
 */
function sureness({ digit, probabilities }) {
  const [nearest] = byProbability(probabilities);
  return digit === null ? `not a digit · resembles ${nearest}` : percent(probabilities[digit]);
}

/** @param {number[]} [members] the digits of a committee's members */
function isDivided(members) {
  return new Set(members).size > 1;
}

/** @param {Answer} answer */
function remark({ digit, probabilities, exact, members = [] }) {
  if (exact !== undefined && exact !== digit) {
    return exact === null ? "cut out and centred: not a digit" : `cut out and centred: ${exact}`;
  }
  if (isDivided(members)) {
    const digits = new Intl.ListFormat("en-GB").format(members.map(String));
    return `Its members disagree: ${digits}.`;
  }
  const [first, second] = byProbability(probabilities);
  return digit !== null && probabilities[first] < DOUBT ? `${first} or ${second}?` : "";
}

/**
 * In whole percents, but never 100 for what is not certain.
 *
 * @param {number} probability
 */
function percent(probability) {
  const sharp = probability > 0.99 && probability < 0.9995;
  return `${(100 * probability).toFixed(sharp ? 1 : 0)}%`;
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
    if (digit === null) return "None of them thinks this is a digit.";
    return `All agree: it is ${digit === 8 ? "an" : "a"} ${digit}.`;
  }
  const parts = [...groups].map(([digit, group]) => {
    const subject = new Intl.ListFormat("en").format(group.map(({ name }) => title(name)));
    const ending = group.length > 1 ? "" : "s";
    return digit === null
      ? `${subject} see${ending} no digit`
      : `${subject} read${ending} ${digit}`;
  });
  return `They disagree: ${parts.join("; ")}.`;
}

/**
 * Whether several parts of the ink stand side by side, each tall enough to be a digit.
 *
 * @param {import("./drawing.js").Drawing} drawing
 */
function looksLikeTwoDigits(drawing) {
  const SIDE = 64; // pixels: enough to see a gap
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIDE;
  paint(canvas, drawing.marks(), drawing.side);
  const { data } = contextOf(canvas).getImageData(0, 0, SIDE, SIDE);
  /** @type {{ right: number, top: number, bottom: number }[]} */
  const parts = []; // columns with ink, joined where no paper separates them
  for (let x = 0; x < SIDE; x++) {
    const rows = [...Array(SIDE).keys()].filter((y) => data[4 * (y * SIDE + x)] > 64);
    if (!rows.length) continue;
    const part = { right: x, top: rows[0], bottom: rows[rows.length - 1] };
    const last = parts.at(-1);
    if (last?.right === x - 1) {
      part.top = Math.min(part.top, last.top);
      part.bottom = Math.max(part.bottom, last.bottom);
      parts.pop();
    }
    parts.push(part);
  }
  const top = Math.min(...parts.map((part) => part.top));
  const bottom = Math.max(...parts.map((part) => part.bottom));
  const height = bottom - top + 1;
  return parts.filter((part) => part.bottom - part.top + 1 >= 0.6 * height).length > 1;
}

/**
 * Shows the steps from the drawing to what the networks see.
 *
 * @param {Room} room
 */
function setUpStages({ element, page, answers }) {
  const whole = find(element, "[name=whole-canvas]", HTMLInputElement);
  const pictures = findAll(element, ".stages img", HTMLImageElement);

  whole.addEventListener("change", () => page.classList.toggle("whole", whole.checked));

  answers.onReply((reply) => {
    if (isTemporary(reply)) return;
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

/**
 * Class mode: a large canvas and large answers, hidden until someone asks for them.
 *
 * @param {Room} room
 */
function setUpClassMode({ element, page, drawing, announcer }) {
  const toggle = find(element, "[data-action=class]", HTMLButtonElement);
  const reveal = find(element, "[data-action=reveal]", HTMLButtonElement);

  /** @param {boolean} secret */
  function hide(secret) {
    page.classList.toggle("secret", secret);
    reveal.hidden = !secret;
    reveal.disabled = drawing.isBlank();
  }

  toggle.addEventListener("click", () => {
    const on = document.body.classList.toggle("class-mode"); // the whole page changes
    page.classList.toggle("large", on);
    scrollTo(0, 0);
    toggle.ariaPressed = String(on);
    hide(on);
  });
  reveal.addEventListener("click", () => {
    hide(false);
    announcer.announce(statusOf(element).textContent);
    canvasOf(element).focus({ preventScroll: true, focusVisible: false }); // the button is gone
  });
  drawing.onChange(() => hide(page.classList.contains("large")));
}
