// Starts the rooms of the exported page, as Gradio does on the served page.

import { find, findAll } from "../shared/elements.js";

const UNSUPPORTED = "Photos aren’t supported on this version of the page.";
const LOADING = `Loading the networks (${document.body.dataset.megabytes} MB)…`;

// There is no server. The answer that never changes lies in a file; the browser itself reads and
// explains drawings as soon as the networks have loaded.
const server = new Proxy(
  {},
  {
    get: (_, name) => async () => {
      if (name === "test_digits") return (await fetch("test_digits.json")).json();
      return { error: name === "find_ink" ? UNSUPPORTED : LOADING, unreachable: true };
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
// Without a service worker, the page still works with a network.
navigator.serviceWorker?.register("offline.js").catch(() => undefined);
