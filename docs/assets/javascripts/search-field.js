/* The search field of the home page opens the theme's own search, which works only with scripts as well. */
for (const button of document.querySelectorAll("[data-opens-search]")) {
  button.addEventListener("click", () => {
    document.querySelector("#__search").checked = true;
    document.querySelector("[data-md-component=search-query]").focus();
  });
}
