/*
 * Reading a redline: in one text or side by side, with what is unchanged folded, from change to
 * change. Without this file the redline stands in one text, in full, and its map leads to each
 * change.
 */
import { blocksOf, fillBeside, readWords } from "./beside.js"
import { findUnchanged, makeFold } from "./folds.js"

/* What the reader chose, for the next time. */

function recall(name) {
  try {
    return localStorage.getItem(`clausier.${name}`)
  } catch {
    return null
  }
}

function remember(name, value) {
  try {
    localStorage.setItem(`clausier.${name}`, value)
  } catch {
    // Storage is refused: the choice holds for this page.
  }
}

/* What is unchanged, folded or not. */

function setUpFolds(reading, folds) {
  const button = reading.querySelector(".reading__fold")
  let isFolded = recall("unchanged") !== "shown"

  function show() {
    for (const fold of folds) fold.set(!isFolded)
    button.textContent = isFolded ? button.dataset.show : button.dataset.fold
  }

  button.addEventListener("click", () => {
    isFolded = !isFolded
    remember("unchanged", isFolded ? "folded" : "shown")
    show()
  })
  show()
  button.hidden = folds.length === 0
}

/* Two views of one redline; the ids belong to the one that is seen. */

const WIDE = matchMedia("(min-width: 52rem)")

function takeIds(view) {
  for (const part of view.querySelectorAll("[id]")) {
    part.dataset.idElsewhere = part.id
    part.removeAttribute("id")
  }
}

function giveIds(view) {
  for (const part of view.querySelectorAll("[data-id-elsewhere]")) {
    part.id = part.dataset.idElsewhere
    delete part.dataset.idElsewhere
  }
}

/** Return which of `nodes` is at the top of the window, and how far from it. */
function findTopmost(nodes) {
  const place = nodes.findIndex(
    (node) => node instanceof Element && node.checkVisibility() && node.getBoundingClientRect().bottom > 0,
  )
  return { place, top: place < 0 ? 0 : nodes[place].getBoundingClientRect().top }
}

/** Let the reader choose a view; `views.shown` is the one that is seen. */
function setUpViews(reading, views, onSwitch) {
  const group = reading.querySelector(".views")
  const buttons = [...group.querySelectorAll("[data-view]")]
  let wanted = recall("view") === "beside" ? "beside" : "inline"

  function show() {
    const name = WIDE.matches ? wanted : "inline"
    const [view, former] = [views[name], views.shown]
    group.hidden = !WIDE.matches
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.view === name))
    if (view === former) return
    view.build()
    const { place, top } = findTopmost(former.nodes)
    const isBegun = place > 0 || top < 0
    takeIds(former.element)
    former.element.hidden = true
    giveIds(view.element)
    view.element.hidden = false
    document.querySelector("main").dataset.view = name
    views.shown = view
    const twin = isBegun && view.nodes[place]
    if (twin instanceof Element) scrollBy({ top: twin.getBoundingClientRect().top - top, behavior: "instant" })
    onSwitch()
  }

  group.addEventListener("click", ({ target }) => {
    const name = target.closest("[data-view]")?.dataset.view
    if (!name) return
    wanted = name
    remember("view", wanted)
    show()
  })
  WIDE.addEventListener("change", show)
  show()
}

/* By ear. */

/** Put the headings of the redline one level down: the page's own title stands above the text's. */
function lowerHeadings(redline) {
  if (!redline.querySelector("h1")) return
  for (const heading of redline.querySelectorAll("h1, h2, h3, h4, h5")) heading.ariaLevel = Number(heading.localName[1]) + 1
}

/* From one marked passage to the next. */

/** What may begin a clause: anything with an address that is not a change. */
const CLAUSE = "[id]:not(ins, del)"

/** Note at each mark which run of changes it belongs to; returns the numbers of the runs. */
function numberRuns(redline) {
  const runs = []
  for (const mark of redline.querySelectorAll("ins, del")) {
    const number = /^change-(\d+)$/.exec(mark.id)?.[1]
    if (number) runs.push(Number(number))
    mark.dataset.run = runs.at(-1) ?? 0
    mark.closest("details")?.setAttribute("open", "")
  }
  return runs
}

/** Return the marks in a view by their run. */
function listMarks(view) {
  const marks = new Map()
  for (const mark of view.querySelectorAll("[data-run]")) {
    const run = Number(mark.dataset.run)
    if (!marks.has(run)) marks.set(run, [])
    marks.get(run).push(mark)
  }
  return marks
}

function setUpWalker(walker, map, runs, views) {
  const status = walker.querySelector(".walker__status")
  const linkLine = walker.querySelector(".walker__link")
  const link = linkLine.querySelector("a")
  const copy = linkLine.querySelector("[data-copy]")
  const rows = [...map.querySelectorAll("[data-place]")]
  const words = walker.dataset
  const isHidden = document.querySelector("#hide_typographic")
  const all = status.textContent
  let at = 0

  const marksOf = (run) => (views.shown.marks.get(run) ?? []).filter((mark) => mark.getClientRects().length)
  const topOf = (run) => marksOf(run)[0].getBoundingClientRect().top
  const isMarked = (mark) => mark.dataset.kind !== "typographic" || !isHidden?.checked
  const listShown = () => runs.filter((run) => marksOf(run).some(isMarked))
  const isOnScreen = (run) => marksOf(run).some((mark) => {
    const { top, bottom } = mark.getBoundingClientRect()
    return bottom > 0 && top < innerHeight
  })

  /** Return the row of the map for a run: the clause that begins it, or the one it stands in. */
  function rowOf(run) {
    const own = rows.find((row) => Number(row.dataset.place) === run)
    if (own) return own
    const [mark] = marksOf(run)
    const rowFor = ({ id }) => rows.find((row) => row.dataset.clause === id)
    const inside = [...(mark.closest(".beside__row") ?? mark).querySelectorAll(CLAUSE)].find(rowFor)
    const before = [...views.shown.element.querySelectorAll(CLAUSE)].filter(
      (part) => part.compareDocumentPosition(mark) & (Node.DOCUMENT_POSITION_FOLLOWING | Node.DOCUMENT_POSITION_CONTAINED_BY),
    )
    const clause = inside ?? before.findLast(rowFor)
    return clause && rowFor(clause)
  }

  /** Return the row for what left a place, and what is said there; undefined for any other run. */
  function findDeparture(run) {
    const [mark] = marksOf(run)
    const pointer = mark.matches("del[data-move]") && mark.querySelector("a.pointer")
    if (!pointer) return undefined
    const target = decodeURIComponent(pointer.hash.slice(1))
    const there = rows.filter(({ dataset }) => dataset.clause === target && dataset.older)
    const row = there.find(({ dataset }) => readWords(mark).startsWith(dataset.older)) ?? there[0]
    const said = pointer.textContent.trim()
    return row && { row, clause: [row.dataset.older, said.charAt(0).toLowerCase() + said.slice(1)] }
  }

  function findArrival(run) {
    const row = rowOf(run)
    const parts = ["name", "what"].map((part) => row?.querySelector(`.touched__${part}`)?.textContent.trim())
    return { row, clause: parts.filter(Boolean) }
  }

  function say(run, turn) {
    const { row, clause } = findDeparture(run) ?? findArrival(run)
    const shown = listShown()
    const position = isHidden?.checked ? words.positionShown : words.position
    const strong = document.createElement("strong")
    strong.textContent = position.replace("{position}", shown.indexOf(run) + 1).replace("{total}", shown.length)
    status.replaceChildren(strong)
    if (clause.length) status.append(` ${clause.join(" – ")}`)
    if (turn) status.append(` ${turn}`)
    for (const other of rows) other.querySelector("a").removeAttribute("aria-current")
    row?.querySelector("a").setAttribute("aria-current", "location")
    for (const part of map.querySelectorAll(".is-here")) part.classList.remove("is-here")
    const anchor = row?.querySelector("a").hash.slice(1)
    if (anchor) map.querySelector(`[data-anchor="${CSS.escape(anchor)}"]`)?.classList.add("is-here")
    row?.closest("details")?.querySelector("summary").classList.add("is-here")
    if (row) scrollWithin(map, row.closest("details:not([open])") ?? row)
  }

  /** Say how many passages are shown, and which one the reader is at if it is one of them. */
  function count() {
    const shown = listShown()
    if (shown.includes(at)) say(at)
    else if (isHidden.checked) status.textContent = words.shown.replace("{shown}", shown.length).replace("{total}", runs.length)
    else status.textContent = all
  }

  /** Make `run` the one that the reader is at; say so. What is asked for is not left hidden. */
  function settle(run, turn) {
    at = run
    if (isHidden?.checked && !listShown().includes(run)) isHidden.checked = false
    paint()
    link.hash = `change-${run}`
    linkLine.querySelector(".walker__address").textContent = link.hash
    linkLine.hidden = false
    say(run, turn)
  }

  function paint() {
    for (const mark of document.querySelectorAll("[data-run].is-here")) mark.classList.remove("is-here")
    for (const mark of marksOf(at)) mark.classList.add("is-here")
  }

  function go(run, { focus = false, turn = "" } = {}) {
    settle(run, turn)
    const [mark] = marksOf(run)
    mark.scrollIntoView({ behavior: "instant", block: mark.getBoundingClientRect().height > innerHeight / 2 ? "start" : "center" })
    history.replaceState(history.state, "", link.href)
    if (!focus) return
    mark.tabIndex = -1
    mark.focus({ preventScroll: true })
  }

  function step(by, options) {
    const shown = listShown()
    if (!shown.length) return
    let next
    if (shown.includes(at) && isOnScreen(at)) next = shown[shown.indexOf(at) + by]
    else if (by > 0) next = shown.find((run) => topOf(run) >= 0)
    else next = shown.findLast((run) => topOf(run) < 0)
    if (next !== undefined) go(next, options)
    else if (by > 0) go(shown[0], { ...options, turn: words.first })
    else go(shown.at(-1), { ...options, turn: words.last })
  }

  walker.addEventListener("click", ({ target }) => {
    const by = Number(target.closest("[data-step]")?.dataset.step)
    if (by) step(by)
  })
  copy.hidden = !navigator.clipboard
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(link.href)
      status.textContent = words.copied
    } catch {
      link.focus() // The browser refuses: the link itself can be copied.
    }
  })
  for (const { element } of [views.inline, views.beside]) {
    element.addEventListener("click", ({ target }) => {
      const run = Number(target.closest("[data-run]")?.dataset.run)
      if (run && !target.closest("a, button") && getSelection().isCollapsed) settle(run)
    })
  }
  map.addEventListener("click", ({ target }) => {
    const anchor = target.closest("[data-anchor]")?.dataset.anchor
    if (anchor) location.hash = anchor
  })
  isHidden?.addEventListener("change", count)
  walker.hidden = false
  return { step, settle, paint }
}

/** Scroll a box that scrolls by itself, and nothing else, until `part` is seen. */
function scrollWithin(box, part) {
  const [outer, inner] = [box.getBoundingClientRect(), part.getBoundingClientRect()]
  if (box.scrollHeight <= box.clientHeight) return
  if (inner.top < outer.top || inner.bottom > outer.bottom) {
    box.scrollTop += inner.top - outer.top - box.clientHeight / 2
  }
}

/* Single keys, which can be turned off. */

function setUpKeys(reading, walker) {
  const dialog = reading.querySelector("dialog")
  const button = reading.querySelector(".reading__keys")
  const isOn = dialog.querySelector("input")
  isOn.checked = recall("keys") !== "off"
  isOn.addEventListener("change", () => remember("keys", isOn.checked ? "on" : "off"))
  button.addEventListener("click", () => dialog.showModal())
  button.hidden = false

  const actions = new Map([
    ["n", () => walker.step(1, { focus: true })],
    ["j", () => walker.step(1, { focus: true })],
    ["p", () => walker.step(-1, { focus: true })],
    ["k", () => walker.step(-1, { focus: true })],
    ["?", () => dialog.showModal()],
  ])
  document.addEventListener("keydown", (event) => {
    if (!isOn.checked || dialog.open || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return
    if (event.target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]")) return
    const action = actions.get(event.key)
    if (!action) return
    event.preventDefault()
    action()
  })
}

/* Together. */

function setUpRedline(redline) {
  lowerHeadings(redline)
  const reading = document.querySelector(".reading")
  const runs = numberRuns(redline)
  const blocks = blocksOf(redline)
  const stretches = findUnchanged(blocks)
  const folds = stretches.map(([start, end]) => makeFold(blocks.slice(start, end), reading.dataset))
  const fold = (nodes, isTable) => stretches.forEach(([start, end], place) => folds[place].add(nodes.slice(start, end), isTable))
  const rows = [...document.querySelectorAll(".map [data-clause]")]

  /** Return what is said at the former wording of a clause, beside the words that moved here. */
  function labelFormer(block) {
    const ids = [...block.querySelectorAll(CLAUSE)].map(({ id, dataset }) => id || dataset.idElsewhere)
    const number = rows.find(({ dataset }) => ids.includes(dataset.clause))?.dataset.older
    const { former, formerWords } = beside.element.dataset
    return number ? former.replace("{number}", number) : formerWords
  }

  const inline = { element: redline, nodes: blocks, marks: listMarks(redline), build() {} }
  const beside = {
    element: document.querySelector(".beside"),
    nodes: [],
    marks: new Map(),
    build() {
      if (beside.nodes.length) return
      beside.nodes = fillBeside(beside.element, blocks, labelFormer)
      beside.marks = listMarks(beside.element)
      fold(beside.nodes, true)
    },
  }
  const views = { inline, beside, shown: inline }
  fold(blocks, false)
  setUpFolds(reading, folds)
  const walker = setUpWalker(document.querySelector(".walker"), document.querySelector(".map"), runs, views)
  setUpViews(reading, views, walker.paint)
  setUpKeys(reading, walker)

  /** Show what the address points to, wherever it is folded. */
  function follow() {
    const id = decodeURIComponent(location.hash.slice(1))
    const target = id && document.getElementById(id)
    if (!target) {
      // An address within the older text: what became of that clause is on the map.
      if (id && document.getElementById(`older-${id}`)) location.replace(`#older-${encodeURIComponent(id)}`)
      return
    }
    target.closest("details")?.setAttribute("open", "")
    const folded = folds.find(({ holds }) => holds(target))
    folded?.set(true)
    const run = Number(/^change-(\d+)$/.exec(id)?.[1])
    if (runs.includes(run)) walker.settle(run)
    if (target.matches(".touched")) target.scrollIntoView({ block: "center" })
    else if (folded || run) target.scrollIntoView()
  }

  addEventListener("hashchange", follow)
  follow()
}

const redlineOnPage = document.querySelector("[data-redline]")
if (redlineOnPage && document.querySelector(".map")) setUpRedline(redlineOnPage)
