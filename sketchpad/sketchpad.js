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

let strokes = []; // each a list of [x, y], or the ink of a picture: { ink: canvas }
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
  for (const stroke of strokes) {
    if (stroke.ink) {
      paintInk(context, stroke.ink);
      continue;
    }
    const [start, ...rest] = stroke;
    context.beginPath();
    context.moveTo(...start);
    context.lineTo(...start); // a dot is ink too
    for (const point of rest) context.lineTo(...point);
    context.stroke();
  }
}

// In the middle, as large as a person draws.
function paintInk(context, ink) {
  const longest = Math.max(ink.width, ink.height);
  let scale = (0.7 * SIDE) / longest;
  // Pixels of a tiny picture, such as one of MNIST's, stay squares of whole size, so
  // that the server finds the very same pixels again.
  context.imageSmoothingEnabled = longest > 28;
  if (longest <= 28) scale = Math.floor(scale);
  const [width, height] = [scale * ink.width, scale * ink.height];
  const [left, top] = [width, height].map((side) => Math.round((SIDE - side) / 2));
  context.drawImage(ink, left, top, width, height);
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
    if (reply?.busy) {
      await new Promise((resume) => setTimeout(resume, 500 + 500 * Math.random()));
      changed = true; // the same drawing again, unless there is a newer one by now
    }
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

// Grey levels become the pen's opacity.
async function inkOf(url) {
  const image = new Image();
  image.src = url;
  await image.decode();
  const ink = document.createElement("canvas");
  ink.width = image.naturalWidth;
  ink.height = image.naturalHeight;
  const context = ink.getContext("2d");
  context.drawImage(image, 0, 0);
  const levels = context.getImageData(0, 0, ink.width, ink.height);
  for (let place = 0; place < levels.data.length; place += 4) {
    levels.data[place + 3] = levels.data[place];
    levels.data.fill(255, place, place + 3);
  }
  context.putImageData(levels, 0, 0);
  return ink;
}

// Anything on the page may bring a picture: see bring.js.
let brought = 0;
page.addEventListener("bring", async ({ detail }) => {
  const turn = ++brought; // where two come at once, the later one counts
  let reply;
  page.dataset.state = "reading";
  try {
    reply = await server.find_ink(detail);
  } catch {
    reply = { error: "The server does not answer. Bring the picture again." };
  }
  const ink = reply.ink && (await inkOf(reply.ink));
  if (turn !== brought) return;
  if (ink) {
    pen = null;
    strokes = [{ ink }];
    undone = [];
    refresh();
  } else {
    status.textContent = reply.error;
    page.dataset.state = sending ? "reading" : "idle";
  }
});

// As many pixels as the screen has, so that strokes stay sharp when it is zoomed too.
new ResizeObserver(() => {
  canvas.width = canvas.height = Math.round(canvas.clientWidth * devicePixelRatio);
  paint(canvas);
}).observe(canvas);
