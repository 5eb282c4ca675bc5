/* What the bar of every page does beside what the theme gives it: the search box and the link to the other language. */
(() => {
  const query = document.querySelector("[data-md-component=search-query]")
  const toggle = document.getElementById("__search")

  // The theme searches when a key is released: pasted and dictated text, and what an input method writes, has no key.
  query.addEventListener("input", () => query.dispatchEvent(new KeyboardEvent("keyup")))

  // Both languages have the same ids, so the way to the other one leads to the same place: what the address names while
  // it is in sight, else the last heading that was scrolled past. It is asked for when the link is used.
  const isSeen = (element) => {
    const { top, bottom, height } = element.getBoundingClientRect()
    return height > 0 && bottom > 0 && top < innerHeight
  }
  const place = () => {
    const named = document.getElementById(decodeURIComponent(location.hash.slice(1)))
    if (named && isSeen(named.closest(".tabbed-set > input") ? named.parentElement : named)) return location.hash
    const headings = [...document.querySelectorAll("article :is(h2, h3, section, .comparison, .figure)[id]")]
    const passed = (heading) => heading.checkVisibility() && heading.getBoundingClientRect().top < 120 // under the bar
    return (scrollY && headings.findLast(passed)?.id) || ""
  }
  for (const link of document.querySelectorAll(".atlas-language")) {
    for (const use of ["click", "auxclick", "contextmenu"]) link.addEventListener(use, () => (link.hash = place()))
  }

  // The home page's search field opens the theme's, by the click that the theme listens to.
  for (const button of document.querySelectorAll("[data-opens-search]")) {
    button.addEventListener("click", () => {
      if (!toggle.checked) toggle.click()
      query.focus()
    })
  }
})()
