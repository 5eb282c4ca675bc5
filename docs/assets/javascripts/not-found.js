/* On the page for missing addresses: leave the language of the address that was asked for. */
(() => {
  const base = new URL(JSON.parse(document.getElementById("__config").textContent).base + "/", location.href).pathname;
  const language = location.pathname.startsWith(base + "en/") ? "en" : "zh";
  document.documentElement.lang = language;
  for (const section of document.querySelectorAll("[data-language]")) {
    section.hidden = section.dataset.language !== language;
  }
})();
