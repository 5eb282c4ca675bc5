/* A region that scrolls sideways opens where its element with data-shown-first can be seen: a table at the version that
   stands for the release, a family tree at its latest model. What is in a closed tab has no width until it is opened. */
(() => {
  const fade = 40 // pixels at the right edge, while there is more

  // a table opens with a whole column beside the names of its rows
  const columns = (element) => {
    const [names, ...others] = element.closest("tr")?.cells ?? []
    return others.map((cell) => cell.getBoundingClientRect().left - names.getBoundingClientRect().right)
  }

  const show = (region, element) => {
    if (region.scrollLeft || region.querySelector(":target")) return
    const hidden = element.getBoundingClientRect().right + fade - region.getBoundingClientRect().right
    if (hidden <= 0) return
    const own = element.getBoundingClientRect().left - (element.closest("tr")?.cells[0].getBoundingClientRect().right ?? 0)
    region.scrollLeft = Math.min(columns(element).find((start) => start >= hidden) ?? hidden, own)
  }

  for (const element of document.querySelectorAll("[data-shown-first]")) {
    const region = element.closest(".table-region, .figure-region")
    new ResizeObserver((_, observer) => {
      if (!region.clientWidth) return
      observer.disconnect()
      show(region, element)
    }).observe(region)
  }
})()
