/* A link to something inside a closed tab or fold opens it; the id of a tab works as a link to it. */
(() => {
  const open = (target) => {
    for (let at = target.parentElement; at; at = at.parentElement) {
      if (at.matches("details")) at.open = true
      if (!at.matches(".tabbed-block")) continue
      const index = [...at.parentElement.children].indexOf(at)
      at.closest(".tabbed-set").querySelectorAll(":scope > input")[index].click()
    }
  }

  const follow = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)))
    if (!target) return
    open(target)
    const isTab = target.matches(".tabbed-set > input")
    if (isTab && !target.checked) target.click()
    const head = target.closest("table")?.tHead.rows[0].cells[target.cellIndex]
    if (head) target.dataset.column = head.textContent // which version it is of, where the head is out of sight
    ;(isTab ? target.parentElement : target).scrollIntoView()
  }

  // a row of tabs that scrolls can be reached by the keyboard
  for (const labels of document.querySelectorAll(".tabbed-labels")) {
    if (labels.scrollWidth > labels.clientWidth) labels.tabIndex = 0
  }

  addEventListener("hashchange", follow)
  if (document.readyState === "complete") follow()
  else addEventListener("load", follow)
})()
