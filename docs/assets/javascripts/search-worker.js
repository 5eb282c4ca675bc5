/* Answers the theme's search box from Pagefind. It speaks the theme's messages:
   0 set up, 1 ready, 2 query, 3 result (see "search" in overrides/main.html). */
const language = new URL(self.location.href).searchParams.get("lang");
const site = new URL("../../", self.location.href);

/* Pagefind reads the language from the page; a worker has none. */
self.document = { querySelector: () => ({ getAttribute: () => language }) };

const escapes = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text) => text.replace(/[&<>"]/g, (character) => escapes[character]);
const relative = (url) => url.replace(/^\//, "");

let pagefind;
let latest = 0;
let queue = Promise.resolve();

self.onmessage = ({ data: message }) => {
  const turn = ++latest;
  queue = queue.then(() => answer(message, turn)).catch((error) => {
    console.error("search", error);
    self.postMessage({ type: 3, data: { items: [] } });
  });
};

async function answer(message, turn) {
  if (message.type === 0) {
    /* Nothing is fetched before the first question. */
    self.postMessage({ type: 1 });
  } else if (message.type === 2 && turn === latest) {
    self.postMessage({ type: 3, data: { items: await search(message.data.trim()) } });
  }
}

async function start() {
  const module = await import(new URL("pagefind/pagefind.js", site).href);
  await module.options({ basePath: new URL("pagefind/", site).href, baseUrl: "/", noWorker: true, excerptLength: 24 });
  await module.init(language);
  return module;
}

async function search(query) {
  if (!query) return [];
  pagefind ??= await start();
  const { results } = await pagefind.search(query);
  const pages = await Promise.all(results.slice(0, 15).map((result) => result.data()));
  /* Whoever types a name means the pages that are called so. */
  const isNamed = (page) => page.meta.title?.toLowerCase() === query.toLowerCase();
  pages.sort((one, other) => isNamed(other) - isNamed(one));
  return pages.map((page, rank) => entries(page, rank, { [query]: true }));
}

function entries(page, rank, terms) {
  /* The page's own heading is a section too, and says the same as the page. */
  const isOwn = (section) => section.url === page.url || section.title === page.meta.title;
  const sections = (page.sub_results ?? []).filter((section) => !isOwn(section)).slice(0, 6);
  const entry = (url, title, excerpt, score, tags) =>
    ({ location: relative(url), title: escaped(title), text: excerpt, terms, score, tags });
  const kind = page.meta.kind ? [page.meta.kind] : [];
  return [
    entry(page.url, page.meta.title ?? page.url, page.excerpt, 1000 - rank, kind),
    ...sections.map((section, place) => entry(section.url, section.title, section.excerpt, 900 - rank - place / 10, [])),
  ];
}
