/* Comparison tables: sort by a column, copy as tab-separated text. The server has put each cell's rank into data-sort. */
(() => {
  const text = (cell) => {
    if (cell.querySelector(".open")) return ""
    const copy = cell.cloneNode(true)
    copy.querySelectorAll("[aria-hidden], thead small").forEach((sign) => sign.remove())
    return copy.textContent.replace(/\s+/g, " ").trim()
  }

  const sort = (table, header) => {
    const body = table.tBodies[0]
    const column = header.cellIndex
    const current = header.getAttribute("aria-sort")
    const startsLow = !header.classList.contains("number")
    const ascending = current ? current === "descending" : startsLow
    const rank = (row) => row.cells[column].dataset.sort
    const rows = [...body.rows]
    const known = rows.filter((row) => rank(row) !== undefined)
    const unknown = rows.filter((row) => rank(row) === undefined) // last, both ways
    known.sort((one, other) => (ascending ? 1 : -1) * (rank(one) - rank(other)))
    body.append(...known, ...unknown)
    table.querySelectorAll("[aria-sort]").forEach((other) => other.removeAttribute("aria-sort"))
    header.setAttribute("aria-sort", ascending ? "ascending" : "descending")
  }

  const copy = async (table, button) => {
    const rows = [...table.querySelectorAll("thead tr:last-child, tbody tr")]
    await navigator.clipboard.writeText(rows.map((row) => [...row.cells].map(text).join("\t")).join("\n"))
    const label = button.textContent
    button.textContent = button.dataset.done
    setTimeout(() => (button.textContent = label), 2000)
  }

  for (const comparison of document.querySelectorAll(".comparison")) {
    const table = comparison.querySelector("table")
    for (const button of table.querySelectorAll("thead button")) {
      button.addEventListener("click", () => sort(table, button.closest("th")))
    }
    const button = comparison.querySelector(".copy-table")
    if (!button || !navigator.clipboard) continue
    button.hidden = false
    button.addEventListener("click", () => copy(table, button))
  }
})()
