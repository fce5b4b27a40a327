/*
 * While the site is written (`make serve`): the page of a draft shows what was saved as soon as it
 * is, where the reader is; other pages come anew when the site was built anew. Without this file a
 * draft's page is as new as its last load.
 */
import { blocksOf, fillBeside } from "./beside.js"

const KEY = "clausier.view"
const FINDING = ".finding"

function recall() {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}

function remember(view) {
  try {
    localStorage.setItem(KEY, view)
  } catch {
    // Storage is refused: the choice holds for this page.
  }
}

/* Side by side. */

/** Fill the table from the redline, a finding across both columns after the row of its clause. */
function fillTable(table, text, holds) {
  for (const row of [...table.children].slice(1)) row.remove()
  const nodes = blocksOf(text)
  const isFinding = (node) => node instanceof Element && node.matches(FINDING)
  const blocks = nodes.filter((node) => !isFinding(node))
  const rows = fillBeside(table, blocks, () => holds.former)
  let last = null
  for (const node of nodes) {
    if (!isFinding(node)) {
      last = rows[blocks.indexOf(node)]
      continue
    }
    const row = document.createElement("div")
    row.setAttribute("role", "row")
    const cell = document.createElement("div")
    cell.setAttribute("role", "cell")
    cell.setAttribute("aria-colspan", "2")
    cell.append(node.cloneNode(true))
    row.append(cell)
    if (last) last.after(row)
    else table.append(row)
    last = row
  }
}

function setUpViews(main) {
  const group = main.querySelector(".views")
  const table = main.querySelector(".beside")
  let wanted = recall() === "beside" ? "beside" : "inline"

  function show() {
    const text = main.querySelector(".live__text.redline")
    const view = text ? wanted : "inline"
    group.hidden = !text
    for (const button of group.querySelectorAll("[data-view]")) {
      button.setAttribute("aria-pressed", String(button.dataset.view === view))
    }
    main.dataset.view = view
    table.hidden = view !== "beside"
    if (view === "beside") {
      fillTable(table, text, table.dataset)
      // The ids belong to the view that is seen.
      for (const part of text.querySelectorAll("[id]")) part.removeAttribute("id")
    }
  }

  group.addEventListener("click", ({ target }) => {
    const view = target.closest("[data-view]")?.dataset.view
    if (!view || view === wanted) return
    wanted = view
    remember(view)
    keepPlace(main, () => {
      main.querySelector(".live__content").innerHTML = main.shownHtml
      show()
    })
  })
  show()
  return show
}

/* Where the reader is. */

/** Do something to the page; what stood at the top of the window stands there after, too. */
function keepPlace(main, change) {
  const anchor = [...main.querySelectorAll("[id]:not(ins, del)")].find(
    (part) => part.checkVisibility() && part.getBoundingClientRect().bottom > 0,
  )
  const [id, top] = [anchor?.id, anchor?.getBoundingClientRect().top]
  const begun = scrollY > 0
  const focused = main.contains(document.activeElement) ? describe(document.activeElement) : null
  change()
  const twin = id && document.getElementById(id)
  if (begun && twin) scrollBy({ top: twin.getBoundingClientRect().top - top, behavior: "instant" })
  if (focused && !focused.element.isConnected) focused.find()?.focus({ preventScroll: true })
}

/** Return how to find an element again once it was made anew. */
function describe(element) {
  const { id, localName } = element
  const href = element.getAttribute("href")
  const holder = element.closest("[id]")?.id
  return {
    element,
    find() {
      if (id) return document.getElementById(id)
      const within = (holder && document.getElementById(holder)) || document
      return href === null ? null : within.querySelector(`${localName}[href="${CSS.escape(href)}"]`)
    },
  }
}

/* What comes. */

function followDraft(main) {
  const content = main.querySelector(".live__content")
  const status = main.querySelector("[role=status]")
  const lost = main.querySelector(".live__lost")
  main.shownHtml = content.innerHTML
  const show = setUpViews(main)
  let source

  function listen() {
    source = new EventSource(`events?seen=${main.dataset.digest}`)
    source.addEventListener("open", () => (lost.hidden = true))
    source.addEventListener("error", () => {
      lost.hidden = false
      source.close()
      setTimeout(listen, 1000)
    })
    source.addEventListener("draft", ({ data }) => {
      const { digest, html, note } = JSON.parse(data)
      keepPlace(main, () => {
        content.innerHTML = html
        main.shownHtml = html
        show()
      })
      main.dataset.digest = digest
      status.textContent = note
    })
  }

  addEventListener("pagehide", () => source?.close())
  addEventListener("pageshow", ({ persisted }) => persisted && listen())
  listen()
}

function followSite() {
  const source = new EventSource("/_draft/events")
  source.addEventListener("site", () => location.reload())
  addEventListener("pagehide", () => source.close())
}

const draft = document.querySelector("[data-draft]")
if (draft) followDraft(draft)
else followSite()
