// The canvas keeps the pen's path, so that undo and sharp redrawing are possible,
// and sends a picture of it to the server whenever it has changed.

const SIDE = 400; // of the picture that is sent, pixels; the unit of all points
const PEN = SIDE / 12; // as thick as the pens of MNIST, for a digit that fills the canvas

const page = element.querySelector(".page");
const canvas = element.querySelector("[data-testid=sketchpad]");
const status = element.querySelector(".status");
const seen = element.querySelector("[data-testid=mnist-image]");
const invitation = status.textContent;

const picture = document.createElement("canvas");
picture.width = picture.height = SIDE;

let strokes = []; // each a list of [x, y]
let undone = [];
let pen = null; // the stroke under way and the pointer that draws it
let sending = false;
let changed = false; // since the last picture was sent

function paint(target) {
  const context = target.getContext("2d");
  const scale = target.width / SIDE;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.fillStyle = "#000";
  context.fillRect(0, 0, SIDE, SIDE);
  context.strokeStyle = "#fff";
  context.lineWidth = PEN;
  context.lineCap = context.lineJoin = "round";
  for (const [start, ...rest] of strokes) {
    context.beginPath();
    context.moveTo(...start);
    context.lineTo(...start); // a dot is ink too
    for (const point of rest) context.lineTo(...point);
    context.stroke();
  }
}

function show(reply) {
  status.textContent = reply?.error ?? (reply ? "" : invitation);
  seen.toggleAttribute("src", false);
  if (reply?.image) seen.src = reply.image;
  seen.alt = reply?.image ? "Your digit in 28×28 pixels" : "";
  for (const card of element.querySelectorAll("[data-model]")) {
    const answer = reply?.answers?.find((each) => each.name === card.dataset.model);
    card.dataset.answer = answer?.digit ?? "";
    card.querySelector(".answer").textContent = answer?.digit ?? "–";
    for (const bar of card.querySelectorAll("[data-digit]")) {
      const probability = answer?.probabilities[bar.dataset.digit] ?? 0;
      bar.dataset.probability = probability.toFixed(4);
      bar.title = (100 * probability).toFixed(1) + " %";
      bar.firstElementChild.style.height = 50 * probability + "px";
    }
  }
}

async function ask() {
  paint(picture);
  try {
    return await server.read_drawing(picture.toDataURL("image/png"));
  } catch {
    return { error: "The server does not answer. Your drawing is kept: draw on to try again." };
  }
}

// One request at a time; what is drawn meanwhile goes into the next, so the last one wins.
async function send() {
  changed = true;
  if (sending) return;
  sending = true;
  page.dataset.state = "reading";
  while (changed) {
    changed = false;
    const reply = strokes.length ? await ask() : null;
    show(strokes.length ? reply : null);
  }
  sending = false;
  page.dataset.state = "idle";
}

function refresh() {
  paint(canvas);
  page.classList.toggle("drawn", strokes.length > 0);
  const usable = { undo: strokes.length, redo: undone.length, clear: strokes.length };
  for (const [action, count] of Object.entries(usable)) {
    element.querySelector("[data-action=" + action + "]").disabled = count === 0;
  }
  send();
}

function place(event) {
  const box = canvas.getBoundingClientRect();
  return [
    ((event.clientX - box.left) * SIDE) / box.width,
    ((event.clientY - box.top) * SIDE) / box.height,
  ];
}

canvas.addEventListener("pointerdown", (event) => {
  if (pen || !event.isPrimary || event.button !== 0) return;
  event.preventDefault();
  canvas.setPointerCapture(event.pointerId);
  pen = { pointer: event.pointerId, stroke: [place(event)] };
  strokes.push(pen.stroke);
  undone = [];
  refresh();
});

canvas.addEventListener("pointermove", (event) => {
  if (pen?.pointer !== event.pointerId) return;
  const events = event.getCoalescedEvents?.() ?? [];
  pen.stroke.push(...(events.length ? events : [event]).map(place));
  refresh();
});

for (const end of ["pointerup", "pointercancel"]) {
  canvas.addEventListener(end, (event) => {
    if (pen?.pointer === event.pointerId) pen = null;
  });
}

const actions = {
  undo: () => undone.push(strokes.pop()),
  redo: () => strokes.push(undone.pop()),
  clear: () => {
    strokes = [];
    undone = [];
  },
};

for (const [name, act] of Object.entries(actions)) {
  element.querySelector("[data-action=" + name + "]").addEventListener("click", () => {
    pen = null;
    act();
    refresh();
  });
}

// As many pixels as the screen has, so that strokes stay sharp when it is zoomed too.
new ResizeObserver(() => {
  canvas.width = canvas.height = Math.round(canvas.clientWidth * devicePixelRatio);
  paint(canvas);
}).observe(canvas);
