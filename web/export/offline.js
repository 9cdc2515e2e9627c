// The service worker: keeps every file of the page, so that it opens without a network. It keeps
// all files of one version or none. A newer version takes over when no tab shows the older one.

// The export fills this in; `version` is a hash of all files.
const site = { version: "", files: [""] };

/** @typedef {Event & { waitUntil: (work: Promise<unknown>) => void }} Lifecycle */
/** @typedef {Event & { request: Request, respondWith: (reply: Promise<Response>) => void }} Fetch */

async function keepAll() {
  const cache = await caches.open(site.version);
  await cache.addAll(site.files);
}

async function dropOthers() {
  for (const name of await caches.keys()) {
    if (name !== site.version) await caches.delete(name);
  }
}

/** @param {Request} request */
async function reply(request) {
  const cache = await caches.open(site.version);
  return (await cache.match(request)) ?? fetch(request);
}

self.addEventListener("install", (event) => /** @type {Lifecycle} */ (event).waitUntil(keepAll()));
self.addEventListener("activate", (event) =>
  /** @type {Lifecycle} */ (event).waitUntil(dropOthers()),
);
self.addEventListener("fetch", (event) => {
  const { request } = /** @type {Fetch} */ (event);
  /** @type {Fetch} */ (event).respondWith(reply(request));
});
