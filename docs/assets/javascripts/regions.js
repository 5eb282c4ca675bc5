/* A region that scrolls sideways opens where its element with data-shown-first can be seen: a table at the version that
   stands for the release, a family tree at its latest model. What is in a closed tab has no width until it is opened.
   The list of contents steps aside while a table takes its room. */
(() => {
  const fade = 40 // pixels at the right edge, while there is more

  const show = (region, element) => {
    if (region.scrollLeft || region.querySelector(":target")) return
    const hidden = element.getBoundingClientRect().right + fade - region.getBoundingClientRect().right
    if (hidden <= 0) return
    // a table opens with a whole column beside the names of its rows, at the element's own at the latest
    const [names, ...others] = element.closest("tr")?.cells ?? []
    const starts = others.map((cell) => cell.getBoundingClientRect().left - names.getBoundingClientRect().right)
    const own = starts[others.indexOf(element)] ?? hidden
    region.scrollLeft = Math.min(starts.find((start) => start >= hidden) ?? hidden, own)
  }

  for (const element of document.querySelectorAll("[data-shown-first]")) {
    const region = element.closest(".table-region, .figure-region")
    new ResizeObserver((_, observer) => {
      if (!region.clientWidth) return
      observer.disconnect()
      show(region, element)
    }).observe(region)
  }

  const contents = document.querySelector(".md-sidebar--secondary:not([hidden])")
  if (!contents) return
  const passing = new Set()
  const room = contents.querySelector(".md-nav").getBoundingClientRect()
  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting, boundingClientRect } of entries) {
      passing[isIntersecting && boundingClientRect.right > room.left ? "add" : "delete"](target)
    }
    contents.classList.toggle("passed-over", passing.size > 0)
  }, { rootMargin: `${-room.top}px 0px ${room.bottom - innerHeight}px` })
  for (const region of document.querySelectorAll(".table-region")) observer.observe(region)
})()
