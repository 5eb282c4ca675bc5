/* What the bar of every page does beside what the theme gives it: the search box and the link to the other language. */
(() => {
  const query = document.querySelector("[data-md-component=search-query]")
  const toggle = document.getElementById("__search")

  // The theme searches when a key is released: pasted and dictated text, and what an input method writes, has no key.
  query.addEventListener("input", () => query.dispatchEvent(new KeyboardEvent("keyup")))

  // Both languages have the same ids, so the way to the other one leads to the same place.
  const keepPlace = () => {
    for (const link of document.querySelectorAll(".atlas-language")) link.hash = location.hash
  }
  addEventListener("hashchange", keepPlace)
  keepPlace()

  // The home page's search field opens the theme's, by the click that the theme listens to.
  for (const button of document.querySelectorAll("[data-opens-search]")) {
    button.addEventListener("click", () => {
      if (!toggle.checked) toggle.click()
      query.focus()
    })
  }
})()
