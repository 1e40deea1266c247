// Brings the page up without a network: the page itself and its hashed parts, never an answer of the API.
const KEEP = "chadiao-page-1";

async function keepPage() {
  const cache = await caches.open(KEEP);
  const page = await fetch("/", { cache: "no-cache" });
  if (!page.ok) return;
  const html = await page.clone().text();
  await cache.put("/", page);
  const parts = new Set([...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map((found) => found[1]));
  for (const part of [...parts].filter((name) => name.endsWith(".js"))) {
    const script = await (await fetch(part)).text();
    for (const found of script.matchAll(/["'`](?:\.\/|\/assets\/)?([\w.-]+\.(?:wasm|js))["'`]/g)) parts.add("/assets/" + found[1]);
  }
  await Promise.all([...parts].map((part) => cache.add(part).catch(() => undefined)));
  for (const kept of await cache.keys()) {
    const path = new URL(kept.url).pathname;
    if (path !== "/" && !parts.has(path)) await cache.delete(kept);
  }
}

self.addEventListener("install", (event) => event.waitUntil(keepPage().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin || url.pathname.startsWith("/api/")) return;
  if (event.request.mode === "navigate") {
    if (url.pathname.startsWith("/docs")) return;
    event.respondWith(
      fetch(event.request)
        .then((page) => { event.waitUntil(keepPage().catch(() => undefined)); return page; })
        .catch(async () => (await caches.match("/")) || Response.error()),
    );
  } else if (url.pathname.startsWith("/assets/")) {
    event.respondWith(caches.match(event.request).then((kept) => kept || fetch(event.request)));
  }
});
