/* Answers the theme's search box from Pagefind. It speaks the theme's messages:
   0 set up, 1 ready, 2 query, 3 result (see "search" in overrides/main.html). */
const language = new URL(self.location.href).searchParams.get("lang");
const site = new URL("../../", self.location.href);

/* Pagefind reads the language from the page; a worker has none. */
self.document = { querySelector: () => ({ getAttribute: () => language }) };

const escapes = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text) => text.replace(/[&<>"]/g, (character) => escapes[character]);
const relative = (url) => url.replace(/^\//, "");

/* On Chinese pages each Chinese character is a word of the index (see hooks/pagefind_search.py), and what a reader takes
   for a word is a phrase: characters in a row. Pagefind parts words by a space of no width. */
const chinese = language === "zh" ? /[\u3400-\u9fff]+/g : /(?!)/g;
const spaced = (text) => text.replace(chinese, (run) => ` ${[...run].join(" ")} `);
const joined = (text) => text.replaceAll("\u200b", "").replaceAll("</mark><mark>", "").replaceAll(" </mark>", "</mark> ");

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
  const excerptLength = language === "zh" ? 60 : 24;
  await module.options({ basePath: new URL("pagefind/", site).href, baseUrl: "/", noWorker: true, excerptLength });
  await module.init(language);
  return module;
}

async function search(query) {
  if (!query) return [];
  pagefind ??= await start();
  for (const phrases of readings(query)) {
    const results = await containing(query, phrases);
    if (results.length) return groups(query, await Promise.all(results.slice(0, 30).map((result) => page(result, phrases))));
  }
  return [];
}

/* Which phrases a page must contain, from strict to loose: Chinese as it is written, its words, or none. */
function* readings(query) {
  const runs = query.match(chinese) ?? [];
  yield runs;
  if (!runs.length) return;
  const words = new Intl.Segmenter(language, { granularity: "word" });
  yield runs.flatMap((run) => [...words.segment(run)].map(({ segment }) => segment));
  yield [];
}

/* Pagefind ranks pages by single words and finds phrases without ranking: both together give phrases in order. */
async function containing(query, phrases) {
  const questions = [spaced(query), ...phrases.map((phrase) => `"${spaced(phrase)}"`)];
  const [ranked, ...found] = await Promise.all(questions.map((question) => pagefind.search(question)));
  const pages = found.map(({ results }) => new Set(results.map(({ id }) => id)));
  return ranked.results.filter(({ id }) => pages.every((having) => having.has(id)));
}

/* A page with its excerpts cut around the phrases. */
async function page(result, phrases) {
  const data = await result.data();
  if (!phrases.length) return data;
  const words = data.raw_content.split("\u200b").map((word) => word.trim());
  const kept = inPhrases(words, data.weighted_locations, phrases);
  /* Pagefind cuts by this very list when it is asked again. */
  data.weighted_locations.splice(0, Infinity, ...kept);
  return result.data();
}

/* Of all places that Pagefind found, those within a phrase; a character alone says nothing. */
function inPhrases(words, places, phrases) {
  const within = new Set();
  for (const phrase of phrases.map((phrase) => [...phrase])) {
    for (const { location } of places) {
      if (phrase.every((character, offset) => words[location + offset] === character)) {
        phrase.forEach((_, offset) => within.add(location + offset));
      }
    }
  }
  return places.filter(({ location }) => within.has(location) || !words[location].match(chinese));
}

/* The theme's groups: a page and sections of it. Whoever types a name means what is called so: pages, then pages that
   have a word of it in their title, then sections. What is written for contributors, and what was wrong, comes last. */
function groups(query, pages) {
  const wanted = query.toLowerCase();
  const isNamed = ({ title }) => names(title).includes(wanted);
  const isAbout = ({ title }) => wanted.split(/\s+/).some((word) => title.toLowerCase().split(/[\s：:、，,]+/).includes(word));
  const isAside = ({ url }) => /^\/(en\/)?(contribute|errata)\//.test(url);
  const rank = ({ own, sections }) =>
    isNamed(own) ? 3 : isAside(own) ? -1 : isAbout(own) ? 2 : sections.some(isNamed) ? 1 : 0;
  const found = pages.map(parts).sort((one, other) => rank(other) - rank(one));
  return found.map(({ own, kind, sections }, place) => {
    const entry = ({ url, title, excerpt }, score, tags = []) =>
      ({ location: relative(url), title: escaped(title), text: excerpt, terms: { [query]: true }, score, tags });
    /* The theme folds sections that score less than their page, and Enter opens what scores most. */
    const score = found.length - place;
    const named = sections.filter(isNamed);
    const others = sections.filter((section) => !isNamed(section));
    return [
      entry(own, score, kind),
      ...named.map((section) => entry(section, score + 0.5)),
      ...others.map((section) => entry(section, 0)),
    ].slice(0, 7);
  });
}

/* "旋转位置编码 RoPE", with a wide space, and "RoPE：把位置变成旋转" are both called RoPE. */
function names(title) {
  return [title, ...title.split(/[\u2003：:]/)].map((name) => name.trim().toLowerCase());
}

/* A page, its kind, and its sections; the page's own heading is a section too, and says the same as the page. */
function parts({ url, meta, excerpt, sub_results: sections }) {
  const part = (section) => ({ ...section, title: joined(section.title), excerpt: joined(section.excerpt) });
  return {
    own: part({ url, title: meta.title ?? url, excerpt }),
    kind: meta.kind ? [joined(meta.kind)] : [],
    sections: sections.filter((section) => section.url !== url && section.title !== meta.title).map(part),
  };
}
