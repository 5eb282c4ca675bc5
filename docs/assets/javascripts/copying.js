/* Copies: a comparison table as tab-separated text, its sources at the right; a citation as it stands. */
(() => {
  // a value's anchor in the address is in the citation of its page too
  const page = document.querySelector("link[rel=canonical]")?.href
  const forms = [...document.querySelectorAll(".card-foot .cite dd")].map((form) => form.querySelector("code") ?? form)
  const texts = forms.map((form) => form.textContent)
  const cite = () => {
    const value = document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest(".tabbed-content [id]")
    const hash = value ? location.hash : ""
    const key = hash.replace(/[^\w-]+/g, "-") // two values of one page are two entries of a bibliography
    forms.forEach((form, at) => {
      form.textContent = texts[at].replaceAll(page, () => page + hash).replace(/^(@\w+\{[^,]+)/, (start) => start + key)
    })
  }
  if (page) {
    addEventListener("hashchange", cite)
    cite()
  }

  if (!navigator.clipboard) return // the buttons stay hidden

  const text = (cell) => {
    if (cell.querySelector(".open")) return ""
    const copy = cell.cloneNode(true)
    copy.querySelectorAll("[aria-hidden]:not(.on-paper), thead small").forEach((sign) => sign.remove())
    return copy.textContent.replace(/\s+/g, " ").trim()
  }

  const sources = (cell) =>
    [...cell.querySelectorAll("[title]")]
      .map((value) => (value.href ? `${value.title} <${value.href}>` : value.title))
      .join(" | ")

  const table = (button) => {
    const { tHead, tBodies } = button.closest(".comparison").querySelector("table")
    const [first, ...headers] = [...tHead.rows].at(-1).cells
    const names = headers.map(text)
    const lines = [...tBodies[0].rows].map((row) => {
      const [name, ...values] = row.cells
      return [text(name), ...values.map(text), ...values.map(sources)]
    })
    lines.unshift([text(first), ...names, ...names.map((name) => button.dataset.source + name)])
    return lines.map((line) => line.join("\t")).join("\n")
  }

  const citation = (button) => button.closest("dt").nextElementSibling.textContent.trim()

  for (const button of document.querySelectorAll(".copy-table, .copy-citation")) {
    const label = [...button.childNodes]
    const content = button.matches(".copy-table") ? table : citation
    button.hidden = false
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(content(button))
      button.textContent = button.dataset.done
      setTimeout(() => button.replaceChildren(...label), 2000)
    })
  }
})()
