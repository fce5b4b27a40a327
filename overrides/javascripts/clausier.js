/*
 * What the pages do beyond being read. Every page says everything without this file; it adds
 * a choice of light or dark, search, answers about a day and a choice of versions to compare; what
 * it adds to a redline is in redline.js. It loads before the page is painted, for the first of these.
 */
"use strict"

const root = document.documentElement
root.classList.replace("no-js", "js")

/* Light or dark: as the system has it, until the reader chooses otherwise. */

const SCHEME = "clausier.scheme"
const systemDark = matchMedia("(prefers-color-scheme: dark)")

function storedScheme() {
  try {
    return localStorage.getItem(SCHEME)
  } catch {
    return null
  }
}

function storeScheme(scheme) {
  try {
    if (scheme) localStorage.setItem(SCHEME, scheme)
    else localStorage.removeItem(SCHEME)
  } catch {
    // Storage is refused: the choice holds for this page.
  }
}

function applyScheme(scheme) {
  if (scheme) root.dataset.scheme = scheme
  else delete root.dataset.scheme
}

function isDark() {
  return root.dataset.scheme ? root.dataset.scheme === "dark" : systemDark.matches
}

const stored = storedScheme()
applyScheme(stored === "dark" || stored === "light" ? stored : null)

function setUpScheme(button) {
  const show = () => button.setAttribute("aria-pressed", String(isDark()))
  button.addEventListener("click", () => {
    const wanted = isDark() ? "light" : "dark"
    const scheme = (wanted === "dark") === systemDark.matches ? null : wanted
    applyScheme(scheme)
    storeScheme(scheme)
    show()
  })
  systemDark.addEventListener("change", show)
  show()
  button.hidden = false
}

/* Search, in the texts of the page's own language. */

const MOST_RESULTS = 20

/** Return `text` without capitals and accents, each character still in its place. */
function fold(text) {
  return Array.from(text, (sign) => {
    const plain = sign.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
    return plain.length === sign.length ? plain : sign.toLowerCase().padEnd(sign.length).slice(0, sign.length)
  }).join("")
}

/** Return the words to look for; a plural finds its singular. */
function queryWords(query) {
  const words = fold(query).match(/[\p{L}\p{N}]+(?:[.][\p{N}]+)*/gu) ?? []
  const long = words.length > 1 ? words.filter((word) => word.length > 1 || /\d/.test(word)) : words
  return long.map((word) => (word.length > 4 ? word.replace(/[sx]$/, "") : word))
}

/** Return where `word` begins a word of the folded `text`. */
function placesOf(word, text) {
  const places = []
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1])) places.push(at)
  }
  return places
}

/** Return the words of a passage, without the signs of its permalinks. */
function plainText(html) {
  const { body } = new DOMParser().parseFromString(html, "text/html")
  return body.textContent.replace(/\s*¶/g, "").replace(/\s+/g, " ").trim()
}

async function readPassages(form) {
  const response = await fetch(form.dataset.search)
  if (!response.ok) throw new Error(String(response.status))
  const { docs } = await response.json()
  const languages = form.dataset.languages.split(" ")
  const [first] = languages
  const languageOf = (location) => languages.find((code) => code !== first && location.startsWith(`${code}/`)) ?? first
  const pageTitles = new Map()
  const passages = []
  for (const { location, title, text } of docs) {
    if (languageOf(location) !== form.dataset.language) continue
    const heading = plainText(title)
    const [page, fragment] = location.split("#")
    if (!fragment || !pageTitles.has(page)) pageTitles.set(page, heading)
    passages.push({ location, page, fragment, heading, words: plainText(text) })
  }
  return passages.map((passage) => ({
    ...passage,
    pageTitle: pageTitles.get(passage.page),
    foldedHeading: fold(passage.heading),
    foldedWords: fold(passage.words),
  }))
}

function findPassages(passages, words) {
  const found = []
  for (const passage of passages) {
    let score = 0
    for (const word of words) {
      const inHeading = placesOf(word, passage.foldedHeading).length
      const inWords = placesOf(word, passage.foldedWords).length
      if (!inHeading && !inWords) {
        score = 0
        break
      }
      score += 8 * inHeading + Math.min(inWords, 5)
    }
    if (score) found.push({ passage, score })
  }
  return found.sort((one, other) => other.score - one.score).map(({ passage }) => passage)
}

/** Return a stretch of the passage around the first word found, with the words marked. */
function excerptOf(passage, words) {
  const places = words
    .flatMap((word) => placesOf(word, passage.foldedWords).map((at) => [at, at + word.length]))
    .sort((one, other) => one[0] - other[0])
  const begin = places.length ? Math.max(0, passage.words.lastIndexOf(" ", places[0][0] - 40) + 1) : 0
  const line = document.createElement("p")
  let done = begin
  const end = Math.min(passage.words.length, begin + 160)
  if (begin) line.append("… ")
  for (const [from, to] of places) {
    if (from < done || to > end) continue
    const rest = passage.words.slice(to).match(/^[\p{L}\p{N}]*/u)[0]
    const mark = document.createElement("mark")
    mark.textContent = passage.words.slice(from, to) + rest
    line.append(passage.words.slice(done, from), mark)
    done = to + rest.length
  }
  line.append(passage.words.slice(done, end), end < passage.words.length ? " …" : "")
  return line
}

function setUpSearch(form) {
  const input = form.querySelector("input")
  const panel = form.querySelector(".search__panel")
  const status = form.querySelector(".search__status")
  const list = form.querySelector(".search__results")
  const base = new URL(`${form.dataset.root}/`, location.href)
  let passages
  let leaving = false

  function close() {
    panel.hidden = true
  }

  function showResult(passage, words) {
    const item = document.createElement("li")
    const link = document.createElement("a")
    link.href = new URL(passage.location, base).href
    if (passage.fragment && passage.pageTitle !== passage.heading) {
      const page = document.createElement("span")
      page.className = "search__page"
      page.textContent = passage.pageTitle
      link.append(page)
    }
    const heading = document.createElement("strong")
    heading.textContent = passage.heading
    link.append(heading, excerptOf(passage, words))
    item.append(link)
    return item
  }

  async function search() {
    const words = queryWords(input.value)
    if (!words.length) return close()
    try {
      passages ??= readPassages(form)
      const found = findPassages(await passages, words)
      if (queryWords(input.value).join() !== words.join()) return
      const { none, one, many } = form.dataset
      status.textContent = found.length === 0 ? none : found.length === 1 ? one : many.replace("{count}", found.length)
      list.replaceChildren(...found.slice(0, MOST_RESULTS).map((passage) => showResult(passage, words)))
    } catch {
      passages = undefined
      status.textContent = form.dataset.failed
      list.replaceChildren()
    }
    panel.hidden = false
  }

  input.addEventListener("input", search)
  input.addEventListener("focus", () => input.value && !leaving && search())
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    list.querySelector("a")?.click()
  })
  form.addEventListener("keydown", (event) => {
    const links = [...list.querySelectorAll("a")]
    const at = links.indexOf(document.activeElement)
    if (event.key === "Escape") {
      leaving = true
      input.focus()
      leaving = false
      close()
    } else if (event.key === "ArrowDown" && links.length) {
      event.preventDefault()
      links[Math.min(at + 1, links.length - 1)].focus()
    } else if (event.key === "ArrowUp" && at >= 0) {
      event.preventDefault()
      ;(links[at - 1] ?? input).focus()
    }
  })
  list.addEventListener("click", close)
  document.addEventListener("click", (event) => form.contains(event.target) || close())
  form.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !form.contains(event.relatedTarget)) close()
  })
  form.hidden = false
}

/* What applied on a given day, out of the table on the page. */

/** Return a day as the rest of the site writes it: "1er avril 2024", "1 April 2024". */
function dayInWords(day, language) {
  const words = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" })
  const parts = words.formatToParts(new Date(`${day}T00:00Z`))
  return parts.map(({ type, value }) => (type === "day" && language === "fr" && value === "1" ? "1er" : value)).join("")
}

function setUpDay(form) {
  const input = form.querySelector("input")
  const output = form.querySelector("output")
  const rows = [...form.parentElement.querySelectorAll("tr[data-start]")]

  function sentenceFor({ dataset }, day) {
    const { none, some, coming, unsure, today } = form.dataset
    if (!dataset.version) return none
    if (!("withdrawn" in dataset)) return day > today ? coming : some
    return unsure
  }

  function answer() {
    const day = input.value
    rows.forEach((row) => row.removeAttribute("data-chosen"))
    if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return output.replaceChildren()
    const row = rows.find(({ dataset: { start, end } }) => (!start || start <= day) && (!end || day < end))
    if (!row) return output.replaceChildren()
    row.dataset.chosen = ""
    const { version, address } = row.dataset
    const [before, after] = sentenceFor(row, day).replace("{day}", dayInWords(day, form.dataset.language)).split("{version}")
    output.replaceChildren(before)
    if (after === undefined) return undefined
    const link = document.createElement("a")
    link.href = address
    link.textContent = version
    output.append(link, after)
    return undefined
  }

  form.addEventListener("submit", (event) => event.preventDefault())
  input.addEventListener("input", answer)
  form.hidden = false
  answer()
}

/* An edition that was to be renewed, and was not. */

/** Return the day it is in a zone, as YYYY-MM-DD. */
function dayIn(timeZone) {
  const parts = new Intl.DateTimeFormat("en", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).formatToParts(new Date())
  const { year, month, day } = Object.fromEntries(parts.map(({ type, value }) => [type, value]))
  return `${year}-${month}-${day}`
}

function setUpStale(notice) {
  const show = () => {
    notice.hidden = dayIn(notice.dataset.zone) <= notice.dataset.until
  }
  show()
  // A page may stay open, or come back as it was left.
  document.addEventListener("visibilitychange", show)
}

/* Two versions to compare, among the comparisons linked on the page. */

function setUpCompare(form) {
  const [older, newer] = form.querySelectorAll("select")
  const links = [...form.parentElement.querySelectorAll("a[data-older]")]
  const all = [...newer.options]

  /** Offer only what is compared with the older version chosen. */
  function narrow() {
    const offered = new Set(links.filter(({ dataset }) => dataset.older === older.value).map(({ dataset }) => dataset.newer))
    const wanted = newer.value
    newer.replaceChildren(...all.filter((option) => offered.has(option.value)))
    if (offered.has(wanted)) newer.value = wanted
    else newer.selectedIndex = 0
  }

  older.addEventListener("change", narrow)
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    const link = links.find(({ dataset }) => dataset.older === older.value && dataset.newer === newer.value)
    if (link) location.assign(link.href)
  })
  narrow()
  form.hidden = false
}

/* Where the reader is, in the table of contents. */

function setUpContents(contents) {
  const links = new Map(
    [...contents.querySelectorAll("a[href^='#']")].map((link) => [document.getElementById(decodeURIComponent(link.hash.slice(1))), link]),
  )
  links.delete(null)
  const headings = [...links.keys()]

  function follow() {
    const passed = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight / 3)
    const here = links.get(passed.at(-1))
    for (const link of links.values()) {
      if (link === here) link.setAttribute("aria-current", "location")
      else link.removeAttribute("aria-current")
    }
  }

  let waiting = false
  addEventListener(
    "scroll",
    () => {
      if (waiting) return
      waiting = true
      requestAnimationFrame(() => {
        waiting = false
        follow()
      })
    },
    { passive: true },
  )
  follow()
}

document.addEventListener("DOMContentLoaded", () => {
  const pieces = [
    [".scheme", setUpScheme],
    [".search", setUpSearch],
    [".stale", setUpStale],
    ["[data-ask=applied]", setUpDay],
    ["[data-ask=compare]", setUpCompare],
    [".contents--beside", setUpContents],
  ]
  for (const [selector, setUp] of pieces) {
    const piece = document.querySelector(selector)
    if (piece) setUp(piece)
  }
})
