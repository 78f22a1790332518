// Shows one page when there is no net. It keeps that page and its styles and nothing else, never what anyone read or wrote.
const RELEASE = "offline-{{ release }}";
const KEPT = [{% for path in kept %}"{{ path|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const kept = async (what) => (await caches.match(what, { ignoreVary: true })) ?? Response.error();

addEventListener("install", (event) => {
  // Without cookies: the page that is kept is nobody's.
  const wanted = KEPT.map((path) => new Request(path, { credentials: "omit", cache: "reload" }));
  event.waitUntil(caches.open(RELEASE).then((cache) => cache.addAll(wanted)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const forget = (names) => Promise.all(names.filter((name) => name !== RELEASE).map((name) => caches.delete(name)));
  event.waitUntil(Promise.all([registration.navigationPreload?.enable(), caches.keys().then(forget)]));
});

async function open(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return kept(KEPT[0]);
  }
}

// What cannot be sent leaves the page on which it was typed where it is (204: nothing to show), and tells it.
async function send(request) {
  try {
    return await fetch(request);
  } catch {
    const pages = await clients.matchAll({ type: "window", includeUncontrolled: true });
    pages.forEach((page) => page.postMessage("not sent"));
    return new Response(null, { status: 204 });
  }
}

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode === "navigate") event.respondWith(request.method === "GET" ? open(event) : send(request));
  else if (KEPT.includes(new URL(request.url).pathname)) event.respondWith(fetch(request).catch(() => kept(request)));
});
