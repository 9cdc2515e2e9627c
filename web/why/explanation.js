// Asks the server why, only while the panel is open and once the pen has rested,
// about the very picture that the networks saw.

const REST = 250; // milliseconds without a new picture

const panel = element.querySelector(".why");
const notice = element.querySelector(".status");
const invitation = notice.textContent;
const seen = document.querySelector("[data-testid=mnist-image]");

let explained = null; // the picture that the panel shows, if any
let replies = [];
let asking = false;
let timer;

function explainSoon() {
  clearTimeout(timer);
  timer = setTimeout(explain, REST);
}

// One call at a time; a picture that came meanwhile is asked about next.
async function explain() {
  const picture = seen.getAttribute("src");
  if (!panel.open || asking || picture === explained) return;
  asking = true;
  notice.textContent = replies.length ? "" : picture ? "One moment…" : invitation;
  let reply = { reasons: [] };
  try {
    if (picture) reply = await server.explain_picture(picture);
  } catch {
    reply = { error: "The server does not answer. Draw on to try again." };
  }
  asking = false;
  explained = picture;
  replies = reply.reasons ?? [];
  notice.textContent = reply.error ?? (picture ? "" : invitation);
  show();
  explain(); // no more than a look whether the picture has changed
}

function show() {
  for (const section of element.querySelectorAll("[data-why]")) {
    const reason = replies.find((each) => each.name === section.dataset.why);
    section.hidden = !reason;
    section.dataset.digit = reason?.digit ?? "";
    section.dataset.rival = reason?.rival ?? "";
    if (reason) showReason(section, reason);
  }
}

function showReason(section, reason) {
  const { digit, rival, declined, odds, paperOdds, evidence, layers, remark } = reason;
  section.querySelector(".verdict").textContent = declined
    ? `No digit, though rather ${digit} than ${rival}`
    : `${digit}, not ${rival}`;
  section.querySelector(".odds").textContent = inWords(odds);
  section.querySelector(".paper-odds").textContent = inWords(paperOdds);
  const canvas = section.querySelector("canvas");
  canvas.setAttribute(
    "aria-label",
    `The ink that speaks for ${digit} and for ${rival}, on the 28×28 picture`,
  );
  paintEvidence(canvas, evidence);
  const strips = layers.map(strip);
  if (remark) strips.push(Object.assign(document.createElement("p"), { textContent: remark }));
  section.querySelector(".layers").replaceChildren(...strips);
}

// 1234 → "1,200 : 1", 0.5 → "1 : 2"
function inWords(odds) {
  const times = Math.max(odds, 1 / odds);
  const number = times > 1e6 ? "over 1,000,000" : Number(times.toPrecision(2)).toLocaleString("en");
  return odds < 1 ? `1 : ${number}` : `${number} : 1`;
}

function paintEvidence(canvas, evidence) {
  const style = getComputedStyle(canvas);
  const colors = ["--for", "--against"].map((name) =>
    style
      .getPropertyValue(name)
      .match(/\w\w/g)
      .map((hex) => parseInt(hex, 16)),
  );
  const most = Math.max(...evidence.map(Math.abs)) || 1;
  const pixels = new ImageData(28, 28);
  evidence.forEach((each, index) => {
    if (each === 0) return; // paper
    // The root lets weak evidence be seen beside strong evidence, and all ink a little.
    const strength = 0.15 + 0.85 * Math.sqrt(Math.abs(each) / most);
    pixels.data.set([...colors[each > 0 ? 0 : 1], Math.round(255 * strength)], 4 * index);
  });
  canvas.getContext("2d").putImageData(pixels, 0, 0);
}

function strip({ title, count, picture }) {
  const figure = document.createElement("figure");
  figure.className = "layer";
  const maps = document.createElement("div");
  maps.className = "maps";
  maps.setAttribute("role", "img");
  maps.setAttribute("aria-label", title);
  for (let index = 0; index < count; index++) {
    const map = document.createElement("i");
    map.style.backgroundImage = `url(${picture})`;
    map.style.backgroundSize = `${100 * count}% 100%`;
    map.style.backgroundPosition = count > 1 ? `${(100 * index) / (count - 1)}% 0` : "0 0";
    maps.append(map);
  }
  const caption = document.createElement("figcaption");
  caption.textContent = title;
  figure.append(caption, maps);
  return figure;
}

panel.addEventListener("toggle", explain);
new MutationObserver(explainSoon).observe(seen, { attributeFilter: ["src"] });
