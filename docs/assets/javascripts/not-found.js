/* On the page for missing addresses: leave the language of the address that was asked for. */
(() => {
  const { base } = JSON.parse(document.getElementById("__config").textContent);
  const root = new URL(base, location.href).pathname.replace(/\/?$/, "/");
  const language = location.pathname.startsWith(`${root}en/`) ? "en" : "zh";
  document.documentElement.lang = language;
  for (const section of document.querySelectorAll("[data-language]")) {
    section.hidden = section.dataset.language !== language;
  }
})();
