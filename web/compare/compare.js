// Values of the charts by mouse, finger and arrow keys; and the test digits that a
// network got wrong, fetched when a list of them is opened.

function moveTo(plot, stops, number) {
  const [place, words] = stops[number];
  plot.querySelector(".cursor").style.left = `${place}%`;
  plot.classList.add("pointed");
  plot.setAttribute("aria-valuenow", number + 1);
  plot.setAttribute("aria-valuetext", words);
  plot.closest(".chart").querySelector(".readout").textContent = words;
}

for (const plot of element.querySelectorAll(".plot")) {
  const stops = JSON.parse(plot.dataset.stops);
  const last = stops.length - 1;
  const current = () => Number(plot.getAttribute("aria-valuenow")) - 1;

  const point = (event) => {
    const box = plot.getBoundingClientRect();
    const x = (100 * (event.clientX - box.left)) / box.width;
    const gaps = stops.map(([place]) => Math.abs(place - x));
    moveTo(plot, stops, gaps.indexOf(Math.min(...gaps)));
  };
  plot.addEventListener("pointermove", point);
  plot.addEventListener("pointerdown", point);
  plot.addEventListener("focus", () => moveTo(plot, stops, current()));
  plot.addEventListener("keydown", (event) => {
    const aims = {
      ArrowLeft: current() - 1,
      ArrowDown: current() - 1,
      ArrowRight: current() + 1,
      ArrowUp: current() + 1,
      Home: 0,
      End: last,
    };
    if (!(event.key in aims)) return;
    event.preventDefault();
    moveTo(plot, stops, Math.min(last, Math.max(0, aims[event.key])));
  });
}

const notice = element.querySelector(".notice");
const download = element.querySelector(".download");
let pictures = null;

async function fetchDigits(mayDownload) {
  if (pictures) return;
  notice.textContent = mayDownload ? "Downloading MNIST…" : "One moment…";
  download.disabled = true;
  let reply;
  try {
    reply = await server.test_digits(mayDownload);
  } catch {
    reply = { error: "The server does not answer. Open the list again." };
  }
  download.disabled = false;
  download.hidden = !reply.absent;
  notice.textContent = reply.error ?? reply.absent ?? "Choose a digit to put it onto the canvas.";
  if (reply.pictures) showDigits(reply.pictures);
}

function showDigits(found) {
  pictures = found;
  for (const button of element.querySelectorAll("[data-index]")) {
    const image = button.querySelector("img");
    image.src = found[button.dataset.index];
    image.hidden = button.disabled = false;
  }
}

for (const list of element.querySelectorAll("[data-missed]")) {
  list.addEventListener("toggle", () => list.open && fetchDigits(false));
}
download.addEventListener("click", () => fetchDigits(true));

// The tab of the canvas is the first; the sketchpad listens for pictures: see bring.js.
element.querySelector(".missed").addEventListener("click", (event) => {
  const button = event.target.closest("[data-index]");
  if (!button) return;
  document.querySelector("[role=tab]").click();
  const page = document.querySelector(".page");
  page.dispatchEvent(new CustomEvent("bring", { detail: pictures[button.dataset.index] }));
  scrollTo(0, 0);
});
