/* The search box is the theme's; this adds what it does not do. */
(() => {
  const query = document.querySelector("[data-md-component=search-query]")
  const toggle = document.getElementById("__search")

  // The theme searches when a key is released: pasted and dictated text, and what an input method writes, has no key.
  query.addEventListener("input", () => query.dispatchEvent(new KeyboardEvent("keyup")))

  // The home page's search field opens the theme's, by the click that the theme listens to.
  for (const button of document.querySelectorAll("[data-opens-search]")) {
    button.addEventListener("click", () => {
      if (!toggle.checked) toggle.click()
      query.focus()
    })
  }
})()
