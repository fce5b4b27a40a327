/*
 * <terms-notice>: the terms in force, for a chat window.
 *
 *   <script type="module" src="https://…/clients/terms-notice.js"></script>
 *   <terms-notice document="cgu" lang="en"><a href="https://…/en/cgu/">Our terms</a></terms-notice>
 *
 * It shows the version in force with its date and a link, announces what comes, asks for acceptance
 * when it is due, remembers it, and tells the host by events. What stands inside the element is for
 * readers whose browser runs no scripts. What has expired is never shown as in force: the rule is
 * told at the top of clausier.js. It runs under `script-src 'self'; style-src 'self'; connect-src
 * 'self'` (or the site's origin), with `require-trusted-types-for 'script'`; it moves nothing, and
 * takes no focus but that of a button of its own that has gone.
 *
 * Attributes, properties, events, parts and custom properties are listed in terms-notice.d.ts.
 */

import {
  StaleError,
  Terms,
  TermsError,
  UnavailableError,
  findDocument,
  isDue,
  isOlder,
  isVersionNumber,
  knownVersions,
  redlineUrl,
} from "./clausier.js"

const TICK = 60_000
const MIN_INTERVAL = 15 * 60_000

/* Words. No-break spaces are written \u00a0, narrow ones \u202f. */

const WORDS = {
  fr: {
    region: "Conditions",
    loading: "Lecture des conditions…",
    inForce: (version, day) => `Version\u00a0${version}, en vigueur depuis le ${day}`,
    read: "Lire le texte en vigueur",
    missing: (version, wanted, governing) => `La version\u00a0${version} n’existe pas en ${wanted}. Le texte en ${governing} fait foi.`,
    courtesy: (governing) => `Traduction de courtoisie\u00a0: le texte en ${governing} fait foi.`,
    readGoverning: (governing) => `Lire le texte en ${governing}`,
    request: (version) => `Votre accord est demandé pour la version\u00a0${version}.`,
    requestAgain: (version, before) =>
      `Vous avez accepté la version\u00a0${before}. Ces conditions ont changé depuis\u00a0: votre accord est demandé pour la version\u00a0${version}.`,
    changedSince: (before) => `Voir ce qui a changé depuis la version\u00a0${before}`,
    accept: (version) => `J’accepte la version\u00a0${version}`,
    accepted: (version) => `Vous avez accepté la version\u00a0${version}.`,
    acceptedAt: (version, day, hour) => `Vous avez accepté la version\u00a0${version} le ${day} à ${hour}.`,
    stillCounts: (version) => `La version\u00a0${version} ne demande pas de nouvel accord.`,
    upcoming: (version, day) => `La version\u00a0${version} entrera en vigueur le ${day}.`,
    willAsk: "Votre accord vous sera demandé ce jour-là.",
    willNotAsk: "Il ne vous sera pas demandé de nouvel accord.",
    whatChanges: (version) => `Voir ce que change la version\u00a0${version}`,
    readVersion: (version) => `Lire la version\u00a0${version}`,
    none: "Aucune version de ce document n’est en vigueur.",
    unavailable: "Les conditions ne peuvent pas être lues pour le moment.",
    expired: (day) =>
      `Ces conditions ont expiré à la fin du ${day}, et leur site n’a rien de plus récent. Aucune version ne peut être présentée comme en vigueur.`,
    unchecked: (day, hour) =>
      `Les conditions n’ont pas pu être vérifiées depuis le ${day} à ${hour}. Aucune version ne peut être présentée comme en vigueur.`,
    silent: (day, hour) => `Dernière vérification le ${day} à ${hour}\u00a0: depuis, le site des conditions ne répond pas.`,
    refused: (day, hour) => `Dernière vérification le ${day} à ${hour}\u00a0: depuis, la réponse du site a été écartée, car elle n’est pas sûre.`,
    site: "Aller au site des conditions",
    again: "Réessayer",
    newTab: " (nouvel onglet)",
  },
  en: {
    region: "Terms",
    loading: "Reading the terms…",
    inForce: (version, day) => `Version\u00a0${version}, in force since ${day}`,
    read: "Read the text in force",
    missing: (version, wanted, governing) => `Version\u00a0${version} does not exist in ${wanted}. The ${governing} text is the binding one.`,
    courtesy: (governing) => `Courtesy translation: the ${governing} text is the binding one.`,
    readGoverning: (governing) => `Read the ${governing} text`,
    request: (version) => `You are asked to accept version\u00a0${version}.`,
    requestAgain: (version, before) =>
      `You accepted version\u00a0${before}. These terms have changed since: you are asked to accept version\u00a0${version}.`,
    changedSince: (before) => `See what changed since version\u00a0${before}`,
    accept: (version) => `I accept version\u00a0${version}`,
    accepted: (version) => `You accepted version\u00a0${version}.`,
    acceptedAt: (version, day, hour) => `You accepted version\u00a0${version} on ${day} at ${hour}.`,
    stillCounts: (version) => `Version\u00a0${version} does not ask you to accept again.`,
    upcoming: (version, day) => `Version\u00a0${version} takes force on ${day}.`,
    willAsk: "You will be asked to accept it on that day.",
    willNotAsk: "You will not be asked to accept again.",
    whatChanges: (version) => `See what version\u00a0${version} changes`,
    readVersion: (version) => `Read version\u00a0${version}`,
    none: "No version of this document is in force.",
    unavailable: "The terms cannot be read at the moment.",
    expired: (day) => `These terms expired at the end of ${day}, and their site has nothing newer. No version can be shown as being in force.`,
    unchecked: (day, hour) =>
      `The terms could not be checked since ${day} at ${hour}. No version can be shown as being in force.`,
    silent: (day, hour) => `Last checked on ${day} at ${hour}: the site of the terms has not answered since.`,
    refused: (day, hour) => `Last checked on ${day} at ${hour}: what the site has answered since was set aside, because it is not safe.`,
    site: "Go to the site of the terms",
    again: "Try again",
    newTab: " (new tab)",
  },
}

/** A day in words, as the site writes it: 1er janvier 2027, 1 January 2027. */
function sayDay(day, speech) {
  const [year, month, number] = day.split("-").map(Number)
  const name = new Intl.DateTimeFormat(speech, { month: "long", timeZone: "UTC" }).format(Date.UTC(year, month - 1, 1))
  return `${speech === "fr" && number === 1 ? "1er" : number}\u00a0${name}\u00a0${year}`
}

/** A summary of the publisher's with the no-break spaces that French wants and few keyboards have. */
function typeset(words, language) {
  if (language.split("-")[0] !== "fr") return words
  return words
    .replace(/(\d) (?=\d{3}(?!\d))/g, "$1\u202f")
    .replace(/(\d) (?=[€%])/g, "$1\u00a0")
    .replace(/ (?=[;!?»])/g, "\u202f")
    .replace(/« /g, "«\u202f")
    .replace(/ (?=:)/g, "\u00a0")
}

/** An instant in words, where the reader is. */
function sayInstant(instant, speech) {
  const two = (number) => String(number).padStart(2, "0")
  const day = `${instant.getFullYear()}-${two(instant.getMonth() + 1)}-${two(instant.getDate())}`
  return [sayDay(day, speech), `${two(instant.getHours())}:${two(instant.getMinutes())}`]
}

/** A language as hosts write it ("FR", "en_US") in the form that Intl reads; null: it is none. */
function parseLanguage(written) {
  try {
    const { baseName, language } = new Intl.Locale(written.trim().replaceAll("_", "-"))
    return language === "und" ? null : baseName
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function sayLanguage(code, speech) {
  const language = parseLanguage(code)
  return language ? new Intl.DisplayNames(speech, { type: "language" }).of(language) : code
}

/** Which of some language codes serves a reader of `language`; undefined: none. */
function findLanguage(codes, language) {
  const wanted = [language, language.split("-")[0]].map((one) => one.toLowerCase())
  return wanted.map((one) => codes.find((code) => code.toLowerCase() === one)).find(Boolean)
}

const pickSpeech = (language) => findLanguage(Object.keys(WORDS), language) ?? "en"

/* Look: everything can be set from outside; without that, light or dark as the page is. */

const STYLE = `
  section {
    --_ink: var(--terms-notice-ink, #1b1e25);
    --_quiet: var(--terms-notice-quiet, #555a64);
    --_paper: var(--terms-notice-paper, #fcfbf7);
    --_rule: var(--terms-notice-rule, #857f70);
    --_accent: var(--terms-notice-accent, #1f3a6e);
    --_on-accent: var(--terms-notice-on-accent, #ffffff);
    --_force: var(--terms-notice-force, #1a6340);
    --_alert: var(--terms-notice-alert, #96243a);
  }
  @supports (color: light-dark(#000, #fff)) {
    section {
      --_ink: var(--terms-notice-ink, light-dark(#1b1e25, #e7e3d8));
      --_quiet: var(--terms-notice-quiet, light-dark(#555a64, #a8abb3));
      --_paper: var(--terms-notice-paper, light-dark(#fcfbf7, #13161c));
      --_rule: var(--terms-notice-rule, light-dark(#857f70, #7c8290));
      --_accent: var(--terms-notice-accent, light-dark(#1f3a6e, #aac5f4));
      --_on-accent: var(--terms-notice-on-accent, light-dark(#ffffff, #13161c));
      --_force: var(--terms-notice-force, light-dark(#1a6340, #7fcfa2));
      --_alert: var(--terms-notice-alert, light-dark(#96243a, #f2a0ab));
    }
  }
  :host { display: block; font: var(--terms-notice-font, 0.9375rem/1.5 system-ui, sans-serif); }
  :host([hidden]) { display: none; }
  *, ::before { box-sizing: border-box; }
  section {
    padding: 0.75em 1em;
    border: 1px solid var(--_rule);
    border-radius: var(--terms-notice-radius, 4px);
    background: var(--_paper);
    color: var(--_ink);
    overflow-wrap: anywhere;
  }
  p { margin: 0 0 0.35em; text-wrap: pretty; }
  section > :last-child, section > :last-child > :last-child { margin-bottom: 0; }
  .title, .coming { font-weight: 600; }
  .version::before {
    content: "";
    display: inline-block;
    width: 0.7em;
    height: 0.7em;
    margin-inline-end: 0.5em;
    border: 0.35em solid var(--_force);
    border-radius: 50%;
  }
  .quiet { color: var(--_quiet); }
  .part { margin: 0.75em 0 0; padding: 0.75em 0 0; border-top: 1px solid var(--_rule); }
  .alert { padding-inline-start: 0.75em; border-inline-start: 4px solid var(--_alert); }
  .links { display: flex; flex-wrap: wrap; gap: 0 1.25em; }
  a { display: inline-block; min-height: 24px; padding: 0.1em 0; color: var(--_accent); text-underline-offset: 0.2em; }
  a:hover { text-decoration-thickness: 2px; }
  button {
    min-height: 2.5em;
    padding: 0.35em 1em;
    border: 2px solid var(--_accent);
    border-radius: var(--terms-notice-radius, 4px);
    background: var(--_accent);
    color: var(--_on-accent);
    font: inherit;
    font-weight: 600;
    cursor: pointer;
  }
  button.plain { background: none; color: var(--_accent); }
  button:hover { text-decoration: underline; }
  summary { min-height: 24px; cursor: pointer; }
  :focus-visible { outline: 3px solid var(--_accent); outline-offset: 2px; }
  [tabindex="-1"]:focus { outline: none; }
  .spoken {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  :host([compact]) section { padding: 0.5em 0.75em; font-size: 0.9em; }
  :host([compact]) .part { margin-top: 0.4em; padding-top: 0.4em; }
  @media (forced-colors: active) {
    .version::before { border-color: CanvasText; }
    button, button.plain { border-color: ButtonText; }
  }
`

let sheet
function findSheet() {
  if (!sheet) {
    sheet = new CSSStyleSheet() // no style stands inline, whatever the policy of the page
    sheet.replaceSync(STYLE)
  }
  return sheet
}

/* Storage */

function findLocalStorage() {
  try {
    return globalThis.localStorage ?? null
  } catch {
    return null // refused
  }
}

const clients = new Map()

/** The client of a site, shared by the notices of a page that keep things in the same place. */
function findClient(site, storage) {
  if (!clients.has(storage)) clients.set(storage, new Map())
  const ofStorage = clients.get(storage)
  if (!ofStorage.has(site)) ofStorage.set(site, new Terms(site, { storage, minInterval: MIN_INTERVAL }))
  return ofStorage.get(site)
}

/* What is to be shown, as values */

/** The text of a version for a reader of `language`, or the governing one, said to be that. */
function pickText(version, language) {
  const code = findLanguage(Object.keys(version.texts), language)
  const governing = Object.keys(version.texts).find((one) => version.texts[one].governing)
  return { language: code ?? governing, text: version.texts[code ?? governing], governing, isMissing: code === undefined }
}

/** What is known of the terms, for one user of `wanted`, if that is known. Throws TermsError. */
async function readState(terms, id, record, wanted) {
  const index = await terms.index({ allowStale: true })
  const { fetchedAt, problem, isExpired } = index
  const entry = findDocument(index, id)
  if (isExpired) return { kind: "expired", fetchedAt, expires: index.terms.expires, problem }
  const version = await terms.current(id)
  const upcoming = await terms.upcoming(id)
  const accepted = record?.version ?? null
  const isAsked = version !== null && isDue(entry, version, accepted)
  const language = wanted ?? entry.governing_language
  const pages = findLanguage(Object.keys(entry.history_url), language) ?? entry.governing_language
  return { kind: "known", fetchedAt, problem, entry, version, upcoming, record, accepted, isAsked, pages, language }
}

/* The element. Node has none: there the module can be read, and does nothing. */

const Element = globalThis.HTMLElement ?? class {}

/** See terms-notice.d.ts. */
export class TermsNotice extends Element {
  static observedAttributes = ["src", "document", "lang", "accepted", "user", "compact", "target"]

  #storage
  #terms = null
  #records = new Map() // what was accepted in this element, should the storage refuse it
  #state = { kind: "loading" }
  #drawn = null
  #section
  #status
  #timer = null
  #asked = 0
  #isAccepting = false
  #trouble = ""

  constructor() {
    super()
    const shadow = this.attachShadow({ mode: "open" })
    shadow.adoptedStyleSheets = [findSheet()]
    this.#section = this.ownerDocument.createElement("section")
    this.#section.part = "notice"
    this.#status = this.#element("p", { role: "status", class: "spoken" })
    shadow.append(this.#section, this.#status)
  }

  /** Where acceptances are kept; the browser's own storage unless the host gives another. */
  get storage() {
    return this.#storage === undefined ? findLocalStorage() : this.#storage
  }

  set storage(storage) {
    this.#storage = storage
    if (this.isConnected) this.refresh()
  }

  /** The address of the site; null if the attribute src is none. */
  get siteUrl() {
    try {
      return this.terms.siteUrl
    } catch (error) {
      if (error instanceof TypeError) return null
      throw error
    }
  }

  /** The client that reads the site; the host may give its own, with keys say. */
  get terms() {
    return this.#terms ?? findClient(this.#site(), this.storage)
  }

  set terms(terms) {
    this.#terms = terms
    if (this.isConnected) this.refresh()
  }

  connectedCallback() {
    this.#draw()
    this.refresh()
    this.#timer = setInterval(this.#tick, TICK)
    this.ownerDocument.addEventListener("visibilitychange", this.#tick)
  }

  disconnectedCallback() {
    clearInterval(this.#timer)
    this.ownerDocument.removeEventListener("visibilitychange", this.#tick)
  }

  attributeChangedCallback(name, before, after) {
    if (this.isConnected && before !== after) this.refresh()
  }

  #tick = () => {
    if (!this.ownerDocument.hidden) this.refresh()
  }

  /** Look again at what is in force; with `renew`, ask the site even if it was just asked. */
  async refresh({ renew = false } = {}) {
    const asked = ++this.#asked
    const state = await this.#look(renew)
    if (asked !== this.#asked || !this.isConnected) return // another look has begun since
    await this.#show(state)
    if (state.problem && !(state.problem instanceof TermsError)) throw state.problem
  }

  /** Forget what this user accepted. */
  async forget() {
    this.#records.delete(this.#place("accepted"))
    await this.#write("accepted", null)
    if (this.hasAttribute("accepted")) this.setAttribute("accepted", "")
    await this.refresh()
  }

  async #look(renew) {
    try {
      if (renew) await this.terms.index({ renew, allowStale: true })
      const id = this.getAttribute("document")
      if (!id) throw new TermsError("<terms-notice> needs the attribute document: which one is meant.")
      return await readState(this.terms, id, await this.#readRecord(), this.#language())
    } catch (problem) {
      // Whatever it is, the reader is told; what is no failure of the site is thrown on by refresh.
      if (problem instanceof StaleError) {
        const { fetchedAt, expires, cause = null } = problem
        return { kind: "expired", fetchedAt, expires, problem: cause }
      }
      return { kind: "unavailable", fetchedAt: null, problem }
    }
  }

  async #show(state) {
    const before = this.#state
    this.#state = state
    this.#draw(before)
    const trouble = state.kind !== "known" ? state.kind : state.problem ? "stale" : ""
    if (trouble && trouble !== this.#trouble) {
      this.#raise("terms-unavailable", {
        problem: state.problem?.message ?? "The site has nothing that has not expired.",
        isShown: state.kind === "known",
        fetchedAt: state.fetchedAt?.toISOString() ?? null,
      })
    }
    this.#trouble = trouble
    if (state.kind === "known") await this.#compare(state)
  }

  /** Raise terms-changed if what was shown here last, maybe on another day, was another thing. */
  async #compare({ version, upcoming }) {
    const now = {
      version: version?.version ?? null,
      upcoming: upcoming.map((one) => ({ version: one.version, effectiveFrom: one.effective_from })),
    }
    const last = await this.#read("shown")
    if (JSON.stringify(last) === JSON.stringify(now)) return
    await this.#write("shown", now)
    if (last) this.#raise("terms-changed", { previousVersion: last.version ?? null, ...now })
  }

  #raise(name, detail) {
    const document = this.getAttribute("document")
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail: { document, ...detail } }))
  }

  /** What the button does. */
  #accept = async (shown) => {
    if (this.#isAccepting) return // the button goes when it is done
    this.#isAccepting = true
    try {
      await this.#record(shown)
    } finally {
      this.#isAccepting = false
    }
  }

  /** Note and tell that what was shown is accepted, if it still stands and is asked for. */
  async #record(shown) {
    const state = await this.#look(false)
    const { version } = state
    const picked = version && pickText(version, state.language)
    // At midnight the text in force may have become another one than the one that was shown.
    if (!picked || !state.isAsked || version.version !== shown.version || picked.text.sha256 !== shown.sha256) return this.#show(state)
    const record = { ...shown, acceptedAt: new Date().toISOString() }
    this.#records.set(this.#place("accepted"), record)
    await this.#write("accepted", record)
    if (this.hasAttribute("accepted")) this.setAttribute("accepted", record.version)
    this.#raise("terms-accepted", record)
    await this.refresh()
  }

  /* What is remembered */

  async #readRecord() {
    const kept = this.#records.get(this.#place("accepted")) ?? (await this.#read("accepted"))
    const record = isVersionNumber(kept?.version) ? kept : null
    if (!this.hasAttribute("accepted")) return record
    const version = this.getAttribute("accepted").trim()
    if (record?.version === version) return record
    if (version && !isVersionNumber(version)) {
      throw new TermsError(`accepted="${version}" is not a version: write MAJOR.MINOR, or nothing if none was accepted.`)
    }
    return version ? { version } : null
  }

  #place(what) {
    const parts = [this.#site(), this.getAttribute("document") ?? "", this.getAttribute("user") ?? ""]
    return ["terms-notice", what, ...parts.map(encodeURIComponent)].join(":")
  }

  async #read(what) {
    try {
      return JSON.parse((await this.storage?.getItem(this.#place(what))) ?? "null")
    } catch {
      return null // refused, or not what was written
    }
  }

  async #write(what, value) {
    try {
      await this.storage?.setItem(this.#place(what), JSON.stringify(value))
    } catch {
      // Refused or full: it holds for as long as this element stands, and the host was told.
    }
  }

  #site() {
    if (this.#terms) return this.#terms.siteUrl
    return new URL(this.getAttribute("src") ?? new URL("..", import.meta.url), this.baseURI).href
  }

  /** The reader's language: the nearest that is one; null: none is, and the governing one serves. */
  #language() {
    for (let at = this; at; at = at.parentElement ?? at.getRootNode().host) {
      const language = parseLanguage(at.getAttribute("lang") ?? "")
      if (language) return language
    }
    return null
  }

  /* Drawing */

  #draw(before = null) {
    const language = this.#language() ?? this.#state.language ?? "en"
    const speech = pickSpeech(language)
    const drawing = new Drawing(this, speech, (name, attributes, ...children) => this.#element(name, attributes, ...children))
    drawing.draw(this.#state, language, {
      accept: this.#accept,
      renew: () => this.refresh({ renew: true }),
    })
    const drawn = [speech, drawing.digest, drawing.holder.innerHTML].join()
    if (drawn === this.#drawn) return
    const isFirst = this.#drawn === null || before?.kind === "loading"
    this.#drawn = drawn
    const held = this.shadowRoot.activeElement
    this.#section.lang = this.#status.lang = speech
    this.#section.setAttribute("aria-label", drawing.label)
    this.#section.ariaBusy = String(this.#state.kind === "loading")
    const unfolded = new Set(Array.from(this.#section.querySelectorAll("[open] > summary"), (one) => one.dataset.key))
    this.#section.replaceChildren(...drawing.holder.childNodes)
    for (const one of this.#section.querySelectorAll("summary")) one.parentNode.open = unfolded.has(one.dataset.key)
    const isRead = held !== null && this.#holdFocus(held)
    if (!isFirst && !isRead) this.#status.textContent = drawing.gist
  }

  /** Give the focus to what stands for the element that had it; whether that is the news itself. */
  #holdFocus(held) {
    const key = held.dataset.key
    const same = [...this.#section.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key)
    const news = this.#section.querySelector("[tabindex]")
    ;(same ?? news)?.focus()
    return !same && news !== null
  }

  #element(name, attributes = {}, ...children) {
    const made = this.ownerDocument.createElement(name)
    for (const [attribute, value] of Object.entries(attributes)) {
      if (value !== null && value !== undefined) made.setAttribute(attribute, value)
    }
    made.append(...children.filter(Boolean))
    return made
  }
}

/** One state of the notice, drawn into `holder`. */
class Drawing {
  constructor(notice, speech, element) {
    this.notice = notice
    this.speech = speech
    this.say = WORDS[speech]
    this.element = element
    this.holder = element("div")
    this.label = this.say.region
    this.gist = "" // what is announced
    this.digest = "" // of the text that the button accepts
  }

  draw(state, language, actions) {
    const { say } = this
    if (state.kind === "loading") return this.#line("", "loading", say.loading)
    if (state.kind !== "known") return this.#drawTrouble(state, actions)
    const { version, upcoming, problem, fetchedAt, entry } = state
    const any = version ?? upcoming[0]
    const picked = any && pickText(any, language)
    this.label = picked?.text.title || entry.id
    const title = this.#line("title", "title", this.label)
    if (picked && picked.language !== this.speech) title.lang = picked.language
    const trouble = problem instanceof UnavailableError ? say.silent : say.refused
    const stale = problem && this.#line("alert", "stale", trouble(...sayInstant(fetchedAt, this.speech)))
    if (version) this.#drawVersion(state, picked, language, actions)
    else this.gist = this.#line("alert", "none", say.none).textContent
    for (const one of upcoming) this.#drawUpcoming(one, state, language)
    if (stale) this.gist = stale.textContent
  }

  #drawTrouble({ kind, fetchedAt, expires, problem }, { renew }) {
    const { say, speech } = this
    // A site that answers was checked just now; what it says has expired all the same.
    const expired = () => (problem ? say.unchecked(...sayInstant(fetchedAt, speech)) : say.expired(sayDay(expires, speech)))
    const words = kind === "expired" ? expired() : say.unavailable
    this.gist = words
    const line = this.#line("alert", kind, words)
    line.tabIndex = -1
    const button = this.#button("plain", "again", say.again, renew)
    const site = this.notice.siteUrl
    this.holder.append(this.element("p", { class: "links" }, button, site && this.#link("site", site, say.site)))
  }

  #drawVersion(state, { text, language: shown, governing, isMissing }, wanted, actions) {
    const { say, speech, notice } = this
    const { version } = state
    const href = notice.terms.locate(text.html_url)
    const sentence = say.inForce(version.version, sayDay(version.effective_from, speech))
    const name = sayLanguage(governing, speech)
    this.gist = this.#line("version", "version", sentence).textContent
    const isTranslation = !isMissing && shown !== governing
    if (isMissing) this.#line("alert", "missing", say.missing(version.version, sayLanguage(wanted, speech), name))
    const links = isMissing
      ? [this.#link("read", href, say.readGoverning(name), governing)]
      : [this.#link("read", href, say.read, shown === speech ? null : shown)]
    if (isTranslation) {
      const binding = this.#line("quiet", "binding", say.courtesy(name))
      links.push(this.#link("governing", notice.terms.locate(version.texts[governing].html_url), say.readGoverning(name), governing))
      this.holder.append(binding)
    }
    this.holder.append(this.element("p", { class: "links", part: "links" }, ...links))
    if (state.isAsked) this.#drawRequest(state, { text, language: shown }, actions)
    else this.#drawAcceptance(state)
  }

  #drawRequest({ version, accepted, record, entry, pages }, { text, language }, { accept }) {
    const { say, notice } = this
    const known = knownVersions(entry)
    // What is newer than all there is cannot have been accepted, nor the terms have changed since.
    const before = known.every((one) => accepted && isOlder(one, accepted)) ? null : accepted
    const words = before ? say.requestAgain(version.version, before) : say.request(version.version)
    this.gist += `. ${words}`
    this.digest = text.sha256
    const shown = {
      document: entry.id,
      version: version.version,
      language,
      sha256: text.sha256,
      htmlUrl: text.html_url,
    }
    const request = this.element("div", { class: "part", part: "request" }, this.element("p", {}, words))
    // What the host says of versions that the index does not name may be wrong; what was shown here is not.
    if (before && (known.includes(before) || record.sha256)) {
      const href = notice.terms.locate(redlineUrl(entry, before, version.version, pages))
      const link = this.#link("changed", href, say.changedSince(before), pages === this.speech ? null : pages)
      request.append(this.element("p", {}, link))
    }
    request.append(this.#button("", "accept", say.accept(version.version), () => accept(shown)))
    this.holder.append(request)
  }

  #drawAcceptance({ version, accepted, record }) {
    const { say } = this
    const at = new Date(record.acceptedAt ?? NaN)
    const words = Number.isNaN(at.valueOf())
      ? say.accepted(accepted)
      : say.acceptedAt(accepted, ...sayInstant(at, this.speech))
    const again = isOlder(accepted, version.version) ? ` ${say.stillCounts(version.version)}` : ""
    const line = this.#line("quiet", "accepted", words + again)
    line.tabIndex = -1
  }

  #drawUpcoming(upcoming, { version, accepted, isAsked, entry, pages }, language) {
    const { say, speech, notice } = this
    const picked = pickText(upcoming, language)
    const sentence = say.upcoming(upcoming.version, sayDay(upcoming.effective_from, speech))
    this.gist += ` ${sentence}`
    // Who accepts what is due now will have accepted that.
    const by = isAsked ? version.version : accepted
    const links = [this.#link(`read ${upcoming.version}`, notice.terms.locate(picked.text.html_url), say.readVersion(upcoming.version), picked.language === speech ? null : picked.language)]
    const older = upcoming.supersedes ?? version?.version
    if (older) {
      const href = notice.terms.locate(redlineUrl(entry, older, upcoming.version, pages))
      links.unshift(this.#link(`redline ${upcoming.version}`, href, say.whatChanges(upcoming.version), pages === speech ? null : pages))
    }
    const { summary } = picked.text
    const details = [
      summary && this.element("p", { part: "summary", lang: picked.language === speech ? null : picked.language }, typeset(summary, picked.language)),
      this.element("p", { class: "quiet" }, isDue(entry, upcoming, by) ? say.willAsk : say.willNotAsk),
      this.element("p", { class: "links" }, ...links),
    ]
    const isFolded = notice.hasAttribute("compact")
    const key = `upcoming ${upcoming.version}`
    const attributes = { class: "part", part: "upcoming" }
    this.holder.append(
      isFolded
        ? this.element("details", attributes, this.element("summary", { "data-key": key, class: "coming" }, sentence), ...details)
        : this.element("div", attributes, this.element("p", { class: "coming" }, sentence), ...details),
    )
  }

  #line(look, part, words) {
    const line = this.element("p", { class: look || null, part }, words)
    this.holder.append(line)
    return line
  }

  #link(key, href, words, language = null) {
    const target = this.notice.getAttribute("target")
    const link = this.element("a", { href, part: "link", "data-key": key, hreflang: language, target, rel: target && "noopener" }, words)
    if (target === "_blank") link.append(this.element("span", { class: "spoken" }, this.say.newTab))
    return link
  }

  #button(look, key, words, act) {
    const button = this.element("button", { type: "button", class: look || null, part: "button", "data-key": key }, words)
    button.addEventListener("click", act)
    return button
  }
}

if (globalThis.customElements && !customElements.get("terms-notice")) customElements.define("terms-notice", TermsNotice)
