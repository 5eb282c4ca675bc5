/* Comparison tables: sort by a column. The server has put each cell's rank into data-sort. */
(() => {
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

  for (const table of document.querySelectorAll(".comparison table")) {
    for (const button of table.querySelectorAll("thead button")) {
      button.addEventListener("click", () => sort(table, button.closest("th")))
    }
  }
})()
