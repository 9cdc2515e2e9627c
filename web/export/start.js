// Starts the rooms of the page that is a folder of files: what Gradio does for the page it serves.

import { find, findAll } from "../shared/elements.js";

const ABSENT = "This needs a server, and this page has none: start the project's demo.py for it.";

const ON_THEIR_WAY = "The networks are on their way: the answer comes in a moment.";

// What a server would always answer alike lies in a file. Drawings are read and explained as soon
// as the networks are here; the rest is not to be had.
const server = new Proxy(
  {},
  {
    get: (_, name) => async () => {
      if (name === "test_digits") return (await fetch("test_digits.json")).json();
      const error = name === "find_ink" ? ABSENT : ON_THEIR_WAY;
      return { error, unreachable: true };
    },
  },
);

/** @param {HTMLElement} room */
async function startRoom(room) {
  const { start } = await import(`../${room.dataset.room}/start.js`);
  start(room, server, JSON.parse(room.dataset.props ?? ""));
}

function setUpTabs() {
  const tabs = findAll(document, "[role=tab]", HTMLElement);

  /** @param {HTMLElement} chosen */
  function show(chosen) {
    for (const tab of tabs) {
      tab.ariaSelected = String(tab === chosen);
      tab.tabIndex = tab === chosen ? 0 : -1;
      find(document, `#${tab.getAttribute("aria-controls")}`, HTMLElement).hidden = tab !== chosen;
    }
  }

  tabs.forEach((tab, index) => {
    tab.addEventListener("click", () => show(tab));
    tab.addEventListener("keydown", ({ key }) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[key];
      if (!step) return;
      const next = tabs[(index + step + tabs.length) % tabs.length];
      next.focus();
      show(next);
    });
  });
  show(tabs[0]);
}

const dark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => document.body.classList.toggle("dark", dark.matches);
dark.addEventListener("change", follow);
follow();
setUpTabs();
for (const room of findAll(document, "[data-room]", HTMLElement)) startRoom(room);
// Where a browser or a host has none, the page needs the network as any other.
navigator.serviceWorker?.register("offline.js").catch(() => undefined);
