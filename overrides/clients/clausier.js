/*
 * The terms that a site publishes with Clausier, for browsers and Node 18 or later.
 *
 *   import { Terms } from "https://…/clients/clausier.js"
 *   const terms = new Terms("https://…/")
 *   const version = await terms.current("cgu")        // null: nothing is in force
 *   await terms.mustAccept("cgu", "1.0")              // must who accepted 1.0 accept again?
 *   const { text, url } = await terms.clause("cgu", "4.2", "en")
 *
 * THE RULE. What the site last said is used until its day `expires` is over, whether the site
 * answers or not: it knows the dates ahead, and changes versions by itself on the day. From then
 * on it is not shown as current: every call throws StaleError, until the site says something newer.
 * Whoever asks with `{ allowStale: true }` gets it nonetheless, marked `isExpired`.
 *
 * An answer is refused when it is cut short or without end, is of another form, names an address
 * outside its site, was made for a day to come, has a smaller `sequence` than one seen before, says
 * something else than before under the same one, puts an older version in force again or counts an
 * older acceptance again, holds another governing text under a number already seen, or says that it
 * took force on another day, or, where `keys` are given, is signed by none of them. Then the last
 * good one stays, under the same rule, and `problem` says why.
 *
 * What is asked for besides is checked against the digests of the index: texts against their own,
 * data against the site's list of checksums, where the index names one.
 *
 * Nothing here depends on anything else. Unknown members of an answer are left alone.
 */

const TERMS = "terms.json"
const SIGNATURES = "terms.json.jws"
const SCHEMA = "terms.schema.json"
const MAJOR = "1"
const RETRY = 10_000
const LONGEST = 64 * 1024 * 1024 // bytes of an answer; more is none of Clausier's
const DAY = /^\d{4}-\d{2}-\d{2}$/
const VERSION = /^(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})$/
const DOCUMENT = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/ // becomes a part of addresses
const SHA256 = /^[0-9a-f]{64}$/

/* A browser asks its own cache, which keeps ETags; elsewhere there is none, and this does. */
const hasHttpCache = typeof document !== "undefined" || typeof WorkerGlobalScope !== "undefined"

/* What can go wrong */

/** Any failure of this module; its message says what is wrong and what to do. */
export class TermsError extends Error {
  constructor(message, options) {
    super(message, options)
    this.name = new.target.name
  }
}

/** The site gave no answer, or no good one: down, slow, an error. `status` is the HTTP status. */
export class UnavailableError extends TermsError {
  constructor(message, { status = null, cause } = {}) {
    super(message, { cause })
    this.status = status
  }
}

/** The answer is cut short or has another form than the one described. */
export class BadAnswerError extends TermsError {}

/** The site speaks another major version of the schema: a newer module is needed. */
export class SchemaVersionError extends BadAnswerError {}

/** The answer was made for a day that has not come: what is upcoming would count as in force. */
export class PrematureError extends BadAnswerError {}

/** `sequence`, or under the same one the day, is smaller than before: the answer is an older one. */
export class RollbackError extends BadAnswerError {}

/** The answer contradicts what was seen before, as no honest site does. */
export class AlteredError extends BadAnswerError {}

/** terms.json is signed by none of the keys. */
export class SignatureError extends BadAnswerError {}

/** A text is not the one whose sha256 the index gives. */
export class IntegrityError extends TermsError {}

/** This machine lacks what is needed: WebCrypto, or its Ed25519. */
export class UnsupportedError extends TermsError {}

/** What is known has expired and could not be renewed; see the rule above. */
export class StaleError extends TermsError {
  constructor(message, { fetchedAt, expires, cause }) {
    super(message, { cause })
    this.fetchedAt = fetchedAt
    this.expires = expires
  }
}

/** The site has no such document. `documents` are those it has. */
export class UnknownDocumentError extends TermsError {
  constructor(name, documents) {
    super(`There is no document "${name}". There are: ${documents.join(", ") || "none"}.`)
    this.documents = documents
  }
}

/** The version does not exist in that language. `languages` are those it exists in. */
export class UnknownLanguageError extends TermsError {
  constructor(what, language, languages) {
    super(`${what} does not exist in "${language}". It exists in: ${languages.join(", ")}.`)
    this.languages = languages
  }
}

/** The text has no such clause. */
export class UnknownClauseError extends TermsError {}

/** Nothing is in force on that day, and so there is no text to give. */
export class NotInForceError extends TermsError {}

/** The document was withdrawn, and no day is recorded on which its last version ended. */
export class UnknownPeriodError extends TermsError {}

/* Values */

/** Whether a value is a version: MAJOR.MINOR, without leading zeros. */
export function isVersionNumber(value) {
  return isText(value) && VERSION.test(value)
}

/** Whether version `a` is older than version `b`; both are MAJOR.MINOR. */
export function isOlder(a, b) {
  const [[aMajor, aMinor], [bMajor, bMinor]] = [a, b].map((version) => {
    if (!isVersionNumber(version)) {
      throw new TypeError(`${JSON.stringify(version)} is not a version: write "MAJOR.MINOR".`)
    }
    return version.split(".").map(Number)
  })
  return aMajor < bMajor || (aMajor === bMajor && aMinor < bMinor)
}

/** The entry of a document in an index. Throws UnknownDocumentError. */
export function findDocument({ terms }, id) {
  const entry = terms.documents.find((document) => document.id === id)
  if (!entry) throw new UnknownDocumentError(id, terms.documents.map((document) => document.id))
  return entry
}

/** The numbers of all versions that the entry of a document names, in no order. */
export function knownVersions({ current, upcoming, proposed = [] }) {
  const versions = [current, ...upcoming, ...proposed].filter(Boolean)
  const numbers = versions.flatMap(({ version, accept_since: since, supersedes }) => [version, since, supersedes])
  return [...new Set(numbers.filter(isText))]
}

/** Whether who accepted `accepted` (null: nothing) must accept a version of the entry's document. */
export function isDue(entry, version, accepted) {
  if (accepted === null || isOlder(accepted, version.accept_since)) return true
  // What is newer than all there is was never published: nobody can have accepted it.
  return knownVersions(entry).every((known) => isOlder(known, accepted))
}

/** The page that shows what changed between two versions of a document, in a language. */
export function redlineUrl(entry, older, newer, language) {
  isOlder(older, newer) // versions, or an error
  if (!Object.hasOwn(entry.history_url, language)) {
    throw new UnknownLanguageError("The site", language, Object.keys(entry.history_url))
  }
  return new URL(`../compare/${older}/${newer}/`, entry.history_url[language]).href
}

/** Whether a value is a day that the calendar has. */
function isDay(value) {
  if (!isText(value) || !DAY.test(value)) return false
  const read = new Date(`${value}T00:00:00Z`)
  return !Number.isNaN(read.valueOf()) && read.toISOString().startsWith(value)
}

/** The legal day of an instant in an IANA zone, or a day as it is. */
function dayOf(at, zone) {
  if (isDay(at)) return at
  const instant = typeof at === "number" || at instanceof Date ? Number(at) : NaN
  if (Number.isNaN(instant)) {
    throw new TypeError(`${String(at)} is not a day: give "YYYY-MM-DD", or an instant as a Date.`)
  }
  const format = new Intl.DateTimeFormat("en", {
    calendar: "gregory",
    numberingSystem: "latn",
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  })
  const parts = Object.fromEntries(format.formatToParts(instant).map((part) => [part.type, part.value]))
  return `${parts.year.padStart(4, "0")}-${parts.month}-${parts.day}`
}

/** Throw if an index is more than a day ahead of the clock: around midnight they may differ. */
function checkDay({ as_of: asOf, timezone }, now) {
  const today = dayOf(now, timezone)
  if (Date.parse(asOf) - Date.parse(today) > 86_400_000) {
    throw new PrematureError(
      `${TERMS} was made for ${asOf}, and today is ${today}. Check this machine's clock; if it is right, tell the publisher.`,
    )
  }
}

/** The legal day of an index at an instant; a clock that is behind the site's own day is wrong. */
function todayOf(terms, now) {
  const clock = dayOf(now, terms.timezone)
  return clock < terms.as_of ? terms.as_of : clock
}

const isPast = (terms, now) => todayOf(terms, now) > terms.expires

/** Which of some versions a day falls to: periods are half-open, [effective_from, effective_until). */
function onDay(versions, day) {
  return versions
    .filter(({ effective_from: from, effective_until: until }) => from && from <= day && (!until || day < until))
    .reduce((latest, one) => (latest && latest.effective_from >= one.effective_from ? latest : one), null)
}

/** A dated version, with its status on a day. */
function restate(version, day) {
  if (!version || version.status === "withdrawn" || version.status === "proposed") return version
  const { effective_from: from, effective_until: until } = version
  const status = from > day ? "upcoming" : until && until <= day ? "superseded" : "in_force"
  return status === version.status ? version : { ...version, status }
}

/* The form of answers: what this module relies on, and no more. */

const isText = (value) => typeof value === "string"
const isAddress = (value) => isText(value) && /^https?:\/\/[^/\s]/.test(value) // it may become a link
const isMissing = (value) => value === null || value === undefined
const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value)

const isDigest = (value) => isText(value) && SHA256.test(value)

const isTextEntry = (text) =>
  isRecord(text) &&
  isText(text.title) &&
  [text.html_url, text.markdown_url].every(isAddress) &&
  typeof text.governing === "boolean" &&
  isDigest(text.sha256)

const isVersion = (entry) =>
  isRecord(entry) &&
  [entry.version, entry.accept_since].every(isVersionNumber) &&
  !isOlder(entry.version, entry.accept_since) &&
  (isMissing(entry.supersedes) || isVersionNumber(entry.supersedes)) &&
  isText(entry.status) &&
  [entry.effective_from, entry.effective_until].every((day) => day === null || isDay(day)) &&
  isRecord(entry.texts) &&
  Object.values(entry.texts).every(isTextEntry) &&
  Object.values(entry.texts).filter((text) => text.governing).length === 1

const isDocument = (entry, asOf) =>
  isRecord(entry) &&
  isText(entry.id) &&
  DOCUMENT.test(entry.id) &&
  isText(entry.governing_language) &&
  isRecord(entry.history_url) &&
  Object.values(entry.history_url).every(isAddress) &&
  (entry.current === null || isInForce(entry.current, asOf)) &&
  Array.isArray(entry.upcoming) &&
  entry.upcoming.every((version) => isUpcoming(version, asOf)) &&
  (isMissing(entry.proposed) || (Array.isArray(entry.proposed) && entry.proposed.every(isVersion)))

const isInForce = (entry, asOf) =>
  isVersion(entry) && entry.status === "in_force" && isDay(entry.effective_from) && entry.effective_from <= asOf

const isUpcoming = (entry, asOf) =>
  isVersion(entry) && entry.status === "upcoming" && isDay(entry.effective_from) && entry.effective_from > asOf

const isIndex = (terms) =>
  isAddress(terms.$schema) &&
  terms.$schema.endsWith(`/${SCHEMA}`) &&
  isDay(terms.as_of) &&
  isDay(terms.expires) &&
  Number.isSafeInteger(terms.sequence) &&
  terms.sequence >= 1 &&
  isText(terms.timezone) &&
  Array.isArray(terms.documents) &&
  terms.documents.every((entry) => isDocument(entry, terms.as_of)) &&
  new Set(terms.documents.map(({ id }) => id)).size === terms.documents.length

/** The root of the site that an index was made for. */
const originOf = (terms) => terms.$schema.slice(0, -SCHEMA.length)

/** What stands at `url` below `origin`, below `root`; null: it is not below, and never to be followed. */
function relocate(url, origin, root) {
  if (!isAddress(url) || !url.startsWith(origin)) return null
  let found
  try {
    found = new URL(url.slice(origin.length), root)
  } catch {
    return null // no address
  }
  // The rest may be an address of its own ("javascript:…", "//…") or lead upwards.
  return /^https?:$/.test(found.protocol) && found.href.startsWith(root) ? found.href : null
}

/** All addresses that versions name: any may become a link, or be asked. */
function* iterAddresses(versions) {
  for (const { texts } of versions) {
    for (const text of Object.values(texts)) yield* [text.html_url, text.markdown_url, text.pdf_url, text.json_url]
  }
}

/** Where redlines stand: beside the history. */
function besideOf(url) {
  try {
    return new URL("../", url).href
  } catch {
    return url // no address, and refused as that
  }
}

/** All addresses that an index names. */
function* iterAllAddresses({ documents, checksums_url: checksums }) {
  yield checksums
  for (const { current, upcoming, proposed, history_url: history, versions_url: versions, feed_url: feeds } of documents) {
    yield versions
    if (isRecord(feeds)) yield* Object.values(feeds)
    for (const url of Object.values(history)) yield* [url, besideOf(url)]
    yield* iterAddresses([current, ...upcoming, ...(proposed ?? [])].filter(Boolean))
  }
}

/** Throw unless all addresses that are there lead below the root of the site. */
function checkAddresses(addresses, what, origin, root) {
  for (const url of addresses) {
    if (!isMissing(url) && relocate(url, origin, root) === null) {
      throw new BadAnswerError(`${what} names an address that is not of this site: ${JSON.stringify(url)}. Do not follow it.`)
    }
  }
}

function parseJson(bytes, what) {
  try {
    // No mark is taken off and nothing replaced: what is read is what is hashed.
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch (cause) {
    throw new BadAnswerError(`${what} is no whole JSON: it may have been cut short. Ask again later.`, { cause })
  }
}

function parseIndex(bytes) {
  const terms = parseJson(bytes, TERMS)
  const version = isRecord(terms) ? terms.schema_version : undefined
  if (!isText(version)) throw new BadAnswerError(`${TERMS} has no schema_version: is it one of Clausier's?`)
  if (version.split(".")[0] !== MAJOR) {
    throw new SchemaVersionError(
      `${TERMS} has schema version ${version}, and this module reads ${MAJOR}.x. Take the newer module from the site.`,
    )
  }
  if (!isIndex(terms)) throw new BadAnswerError(`${TERMS} has not the form that its schema describes.`)
  try {
    dayOf(0, terms.timezone)
  } catch (cause) {
    throw new BadAnswerError(`${TERMS} names a time zone unknown here, "${terms.timezone}".`, { cause })
  }
  return terms
}

/** What can never change of each published version, by "document/version": governing sha256, effective date. */
function* iterFacts(id, versions) {
  for (const version of versions) {
    if (!version || version.status === "proposed" || version.status === "withdrawn") continue
    const text = Object.values(version.texts).find(({ governing }) => governing)
    yield [`${id}/${version.version}`, text.sha256, version.effective_from]
  }
}

/* What an honest site never says after what it said. */

/** What one commit always says on one day; a newer Clausier may say more, and render files anew. */
function stateAll({ $schema: schema, expires, timezone, publisher, checksums_url: checksums, documents }) {
  const stateText = (text) => [
    ...[text.title, text.governing, text.summary, text.html_url, text.markdown_url, text.pdf_url, text.json_url],
    ...[text.sha256, text.git_blob],
  ]
  const stateVersion = (version) =>
    version && [
      ...stateLasting(version),
      ...[version.status, version.published_at, version.effective_until, version.supersedes, version.commit],
      Object.entries(version.texts).map(([language, text]) => [language, stateText(text)]),
    ]
  return [
    ...[schema, expires, timezone, publisher?.name, checksums],
    documents.map((entry) => [
      ...[entry.id, entry.kind, entry.governing_language, entry.languages, entry.versions_url, entry.history_url],
      stateVersion(entry.current),
      ...[entry.upcoming, entry.proposed ?? []].map((versions) => versions.map(stateVersion)),
    ]),
  ]
}

/** What one commit always says on a day that its index reaches to. */
function stateOn({ timezone, documents }, day) {
  const states = documents.map(({ id, governing_language: language, current, upcoming, proposed }) => {
    const found = onDay([current, ...upcoming].filter(Boolean), day)
    const ahead = upcoming.filter(({ effective_from: from }) => from > day)
    return [id, language, found && stateLasting(found), ...[ahead, proposed ?? []].map((ones) => ones.map(stateLasting))]
  })
  return [timezone, states.sort(([a], [b]) => (a < b ? -1 : 1))]
}

/** What one commit always says of a version, whatever the day. */
function stateLasting({ version, change, effective_from: from, accept_since: since, texts }) {
  const digests = Object.entries(texts).map(([language, { sha256: digest }]) => [language, digest])
  return [version, change, from, since, digests.sort(([a], [b]) => (a < b ? -1 : 1))]
}

/** Throw if an index cannot come after the one that is held. */
function checkSuccessor(terms, held) {
  if (terms.sequence > held.sequence) return
  if (terms.as_of < held.as_of) {
    throw new RollbackError(`${TERMS} of sequence ${terms.sequence} was made for ${terms.as_of}, and one of ${held.as_of} was seen before.`)
  }
  const [now, before] =
    terms.as_of === held.as_of ? [terms, held].map(stateAll) : [terms, held].map((one) => stateOn(one, terms.as_of))
  if (terms.source?.commit !== held.source?.commit || JSON.stringify(now) !== JSON.stringify(before)) {
    throw new AlteredError(
      `${TERMS} of sequence ${terms.sequence} says something else than the one of ${held.as_of} did. Tell the publisher.`,
    )
  }
}

/** Throw if what is in force, or what still counts as accepted, goes back behind `peaks`. */
function checkPeaks({ documents }, peaks) {
  const gone = Object.keys(peaks).find((known) => documents.every(({ id }) => id !== known))
  if (gone !== undefined) throw new AlteredError(`"${gone}", which was in force, is named no more. Tell the publisher.`)
  for (const { id, current } of documents) {
    if (!current || !Object.hasOwn(peaks, id)) continue // one that is withdrawn does not go back
    const { version, accept_since: since } = peaks[id]
    if (isOlder(current.version, version)) {
      throw new AlteredError(`Version ${current.version} of "${id}" is in force again, after ${version}. Tell the publisher.`)
    }
    if (isOlder(current.accept_since, since)) {
      throw new AlteredError(
        `For version ${current.version} of "${id}", an acceptance of ${current.accept_since} counts again,` +
          ` after none older than ${since} did. Tell the publisher.`,
      )
    }
  }
}

/** The peaks in two memories, the higher of each document. */
function mergePeaks(ours, others) {
  const peaks = { ...ours }
  for (const [id, peak] of Object.entries(others)) {
    if (!Object.hasOwn(peaks, id) || !isOlder(peak.version, peaks[id].version)) peaks[id] = peak
  }
  return peaks
}

/** What was seen before, as it was kept; null: nothing, or nothing of that form. */
function parseSeen(value) {
  if (!isRecord(value) || !Number.isSafeInteger(value.sequence) || !isRecord(value.governing)) return null
  const { sequence, governing, starts = {}, peaks = {} } = value // older modules kept neither of the two
  const isPeak = (peak) => isRecord(peak) && isVersionNumber(peak.version) && isVersionNumber(peak.accept_since)
  if (!isRecord(peaks) || !Object.values(peaks).every(isPeak) || !Object.values(governing).every(isDigest)) return null
  if (!isRecord(starts) || !Object.values(starts).every(isDay)) return null
  return { sequence, governing: { ...governing }, starts: { ...starts }, peaks: { ...peaks } }
}

/* Digests and signatures */

async function findCrypto() {
  let found = globalThis.crypto
  // Node 18 has it in a module only.
  if (!found?.subtle && globalThis.process?.versions?.node) found = (await import("node:crypto")).webcrypto
  if (!found?.subtle) {
    throw new UnsupportedError("WebCrypto is missing here. In a browser, pages have it over https only.")
  }
  return found.subtle
}

async function sha256(bytes) {
  const digest = await (await findCrypto()).digest("SHA-256", bytes)
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("")
}

function fromBase64Url(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"))
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0))
}

/** Throw unless one of `keys` signed `bytes`: a detached JWS in general JSON form (RFC 7515). */
async function checkSignature(bytes, jws, keys) {
  const crypto = await findCrypto()
  const { signatures, payload } = parseJson(jws, SIGNATURES) ?? {}
  if (!Array.isArray(signatures) || payload !== undefined) throw new SignatureError(`${SIGNATURES} holds no detached signatures.`)
  for (const { kty, crv, x } of keys) {
    let key
    try {
      key = await crypto.importKey("jwk", { kty, crv, x }, { name: "Ed25519" }, false, ["verify"])
    } catch (cause) {
      if (cause.name !== "NotSupportedError") {
        throw new TypeError("keys must be public Ed25519 keys as JWKs: { kty: \"OKP\", crv: \"Ed25519\", x }.", { cause })
      }
      throw new UnsupportedError("Ed25519 is missing here, so that the signature cannot be checked.", { cause })
    }
    for (const one of signatures) {
      if (await isSignedBy(crypto, key, one, bytes)) return
    }
  }
  throw new SignatureError(`${TERMS} is signed by none of the keys. Are they those of the site's terms.keys.json?`)
}

async function isSignedBy(crypto, key, one, bytes) {
  if (!isRecord(one) || !isText(one.protected) || !isText(one.signature)) return false
  let signature
  try {
    const header = parseJson(fromBase64Url(one.protected), SIGNATURES)
    // "crit" names extensions that must be understood (RFC 7515 section 4.1.11): none is here.
    if (header?.alg !== "EdDSA" || "crit" in header) return false
    signature = fromBase64Url(one.signature)
  } catch {
    return false // not base64url, or not JSON: no signature of ours
  }
  const payload = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "")
  const signed = new TextEncoder().encode(`${one.protected}.${payload}`)
  return crypto.verify({ name: "Ed25519" }, key, signature, signed)
}

/* The client */

/** A site's terms. */
export class Terms {
  #root
  #fetch
  #storage
  #now
  #minInterval
  #timeout
  #keys
  #kept = null // the last good answer: { terms, body, jws, etag, modified, fetchedAt }
  #seen = { sequence: 0, governing: {}, starts: {}, peaks: {} }
  #problem = null // why the last try to renew it failed
  #tried = -Infinity
  #origins // the roots that good answers were made for, the last one first
  #renewing = null
  #loaded = null
  #memory = new Map() // texts and data, by their place in the storage

  /** See clausier.d.ts for each option. */
  constructor(siteUrl, options = {}) {
    const root = new URL(siteUrl, globalThis.document?.baseURI)
    if (!/^https?:$/.test(root.protocol)) throw new TypeError(`${siteUrl} is no http address.`)
    root.hash = root.search = ""
    if (!root.pathname.endsWith("/")) root.pathname += "/"
    this.#root = root.href
    this.#origins = [root.href]
    this.#fetch = options.fetch ?? ((...request) => globalThis.fetch(...request))
    this.#storage = options.storage ?? null
    this.#now = options.now ?? (() => Date.now())
    this.#minInterval = options.minInterval ?? 60_000
    this.#timeout = options.timeout ?? 10_000
    this.#keys = options.keys ?? null
    if (this.#keys?.length === 0) throw new TypeError("keys is empty: nothing could be verified. Leave it out, or give one.")
  }

  /** The address of the root of the site, ending in a slash. */
  get siteUrl() {
    return this.#root
  }

  /** What the site says, with its age. Throws StaleError, or why nothing is known at all. */
  async index({ allowStale = false, renew = false } = {}) {
    await (this.#loaded ??= this.#load())
    const now = Number(this.#now())
    // With nothing to show, the next try comes sooner.
    const wait = this.#kept && !isPast(this.#kept.terms, now) ? this.#minInterval : Math.min(this.#minInterval, RETRY)
    if (this.#renewing || renew || now < this.#tried || now - this.#tried >= wait) {
      await (this.#renewing ??= this.#renew().finally(() => (this.#renewing = null)))
    }
    if (!this.#kept) throw this.#problem
    const { terms, fetchedAt } = this.#kept
    const today = todayOf(terms, Number(this.#now()))
    const isExpired = isPast(terms, Number(this.#now()))
    if (isExpired && !allowStale) {
      throw new StaleError(
        `What is known of the terms expired after ${terms.expires}, and could not be renewed` +
          `${this.#problem ? ` (${this.#problem.message})` : ": the site has nothing newer"}. Do not show it as current.`,
        { fetchedAt: new Date(fetchedAt), expires: terms.expires, cause: this.#problem ?? undefined },
      )
    }
    return Object.freeze({
      terms,
      today,
      fetchedAt: new Date(fetchedAt),
      isStale: this.#problem !== null,
      isExpired,
      problem: this.#problem,
    })
  }

  /** The version in force today, or null: nothing is, and no other text stands in its place. */
  async current(document, options) {
    return this.inForce(document, undefined, options)
  }

  /** The versions that take force later, next first. */
  async upcoming(document, options) {
    const index = await this.index(options)
    return findDocument(index, document).upcoming.filter((version) => version.effective_from > index.today)
  }

  /** The version in force on a day ("YYYY-MM-DD") or at an instant, or null. */
  async inForce(document, at, options) {
    return this.#settled(options, (index, cache) => this.#onDay(index, document, at, cache))
  }

  /** Whether who accepted `accepted` (null: nothing) must accept what is in force. */
  async mustAccept(document, accepted, at, options) {
    if (accepted !== null) isOlder(accepted, accepted) // a version, or an error
    const version = await this.inForce(document, at, options)
    if (!version) return false
    const index = await this.index({ ...options, renew: false })
    return isDue(findDocument(index, document), version, accepted)
  }

  /** The text in force in a language, its bytes checked against the sha256 of the index. */
  async text(document, language, options = {}) {
    return this.#settled(options, async (index, cache) => {
      const [version, entry] = await this.#entry(index, document, language, options.at, cache)
      const text = await this.#text(document, language, entry, cache)
      return { ...describe(document, version, language, entry), url: entry.html_url, sha256: entry.sha256, text }
    })
  }

  /** A clause of the text in force, by its number ("4.2", "§ 4.2") or its id ("art-4.2"). */
  async clause(document, reference, language, options = {}) {
    if (!isText(reference)) throw new TypeError(`${String(reference)} is no clause: give its number or its id in writing.`)
    return this.#settled(options, async (index, cache) => {
      const [version, entry] = await this.#entry(index, document, language, options.at, cache)
      if (!isText(entry.json_url)) throw new BadAnswerError("The site does not publish clauses as data.")
      const isWhole = (data) => matches(data, document, version, language, entry)
      const [data, isListed] = await this.#data(index, entry.json_url, `version:${document}`, isWhole, cache)
      const { clauses, preamble } = data.texts[language]
      const found = findClause(clauses, reference)
      if (!found) {
        throw new UnknownClauseError(
          `Version ${version.version} of "${document}" has no clause "${reference}" in "${language}".` +
            ` It has: ${clauses.map(({ number, id }) => number ?? id).join(", ")}.`,
        )
      }
      const sources = [preamble, ...clauses].map(({ markdown }) => markdown)
      // Where all sources are there, they are the text; else what is there must stand in it.
      const isSame = sources.every(isText)
        ? (await sha256(new TextEncoder().encode(sources.join("")))) === entry.sha256
        : !isText(found.markdown) || (await this.#text(document, language, entry, cache)).includes(found.markdown)
      if (!isSame) throw mismatch(entry.json_url)
      return {
        ...describe(document, version, language, entry),
        ...found,
        url: `${entry.html_url}#${found.id}`,
        textSha256: entry.sha256,
        parts: clauses.filter(({ path }) => path.some(({ id }) => id === found.id)),
        isVerified: isListed || isText(found.markdown),
      }
    })
  }

  /**
   * Where an address of the index is served: the same, unless this site is a copy of it. Always http,
   * and below the root of the site; throws BadAnswerError for any other.
   */
  locate(url) {
    for (const origin of this.#origins) {
      const found = relocate(url, origin, this.#root)
      if (found !== null) return found
    }
    throw new BadAnswerError(`${String(url)} is no address of this site. Do not follow it.`)
  }

  /** Take up what an earlier page or run kept, judged as if it came from the site. */
  async #load() {
    const stored = await this.#read("index")
    if (!isRecord(stored)) return
    this.#seen = parseSeen(stored.seen) ?? this.#seen
    if (!isText(stored.body) || typeof stored.fetchedAt !== "number") return
    const { body, jws = null, etag = null, modified = null, fetchedAt } = stored
    try {
      const terms = await this.#judge(new TextEncoder().encode(body), isText(jws) ? new TextEncoder().encode(jws) : null)
      this.#take({ terms, body, jws, etag, modified, fetchedAt })
      this.#tried = fetchedAt
    } catch (error) {
      if (!(error instanceof TermsError)) throw error
      // What was kept is of no use; the site is asked.
    }
  }

  /** Ask the site; what goes wrong is noted in #problem. */
  async #renew() {
    this.#tried = Number(this.#now())
    try {
      const answer = await this.#ask(this.#root + TERMS, { cache: "no-cache", known: this.#kept })
      if (answer) {
        const jws = this.#keys ? await this.#ask(this.#root + SIGNATURES, { cache: "no-cache" }) : null
        const terms = await this.#judge(answer.bytes, jws?.bytes ?? null)
        const { etag, modified } = answer
        const signatures = jws && decode(jws.bytes)
        this.#take({ terms, body: decode(answer.bytes), jws: signatures, etag, modified, fetchedAt: this.#tried })
      } else {
        this.#kept.fetchedAt = this.#tried
      }
      this.#problem = null
      await this.#keep()
    } catch (error) {
      if (!(error instanceof TermsError)) throw error
      this.#problem = error
    }
  }

  /** Hold an answer as the last good one. */
  #take(kept) {
    this.#kept = kept
    const origin = originOf(kept.terms)
    this.#origins = [origin, ...this.#origins.filter((one) => one !== origin)]
  }

  /** The index in an answer, if nothing is wrong with it. */
  async #judge(bytes, jws) {
    if (this.#keys) {
      if (!jws) throw new SignatureError(`${TERMS} was kept without its signatures.`)
      await checkSignature(bytes, jws, this.#keys)
    }
    const terms = parseIndex(bytes)
    checkAddresses(iterAllAddresses(terms), TERMS, originOf(terms), this.#root)
    checkDay(terms, Number(this.#now()))
    if (terms.sequence < this.#seen.sequence) {
      throw new RollbackError(
        `${TERMS} has sequence ${terms.sequence}, and ${this.#seen.sequence} was seen before: the answer is an older one.`,
      )
    }
    if (this.#kept) checkSuccessor(terms, this.#kept.terms)
    checkPeaks(terms, this.#seen.peaks)
    this.#pin(terms.documents.flatMap(({ id, current, upcoming }) => [...iterFacts(id, [current, ...upcoming])]), terms.as_of)
    this.#seen.sequence = terms.sequence
    for (const { id, current } of terms.documents) {
      if (current) this.#seen.peaks[id] = { version: current.version, accept_since: current.accept_since }
    }
    return terms
  }

  /** Note which text each version has, and since when it applies; refuse another one under the same number. */
  #pin(facts, asOf) {
    const { governing, starts } = this.#seen
    for (const [version, digest, from] of facts) {
      const before = Object.hasOwn(governing, version) ? governing[version] : digest
      if (before !== digest) {
        throw new AlteredError(
          `The governing text of ${version} had sha256 ${before} and now has ${digest}, under the same number.` +
            " A published text never changes: ask the publisher.",
        )
      }
      if (Object.hasOwn(starts, version) && starts[version] !== from) {
        throw new AlteredError(
          `${version} took force on ${starts[version]}, and is now said to have on ${from}. Tell the publisher.`,
        )
      }
    }
    for (const [version, digest, from] of facts) {
      governing[version] = digest
      if (from && from <= asOf) starts[version] = from // before that day it may still be moved
    }
  }

  /** Do `work` with the index; once more, with a new one, if what it names is not as it says. */
  async #settled(options, work) {
    const index = await this.index(options)
    try {
      return await work(index, "no-cache")
    } catch (error) {
      // A translation may have been put right, or a deployment be under way.
      if (!(error instanceof IntegrityError) && !(error instanceof BadAnswerError)) throw error
    }
    return work(await this.index({ ...options, renew: true }), "reload")
  }

  async #onDay(index, document, at, cache) {
    const entry = findDocument(index, document)
    const day = at === undefined || at === null ? index.today : dayOf(at, index.terms.timezone)
    const known = [entry.current, ...entry.upcoming].filter(Boolean)
    if (day >= (entry.current?.effective_from ?? index.terms.as_of)) return restate(onDay(known, day), day)
    const versions = await this.#versions(index, entry, cache)
    const found = onDay(versions.filter(({ status }) => status !== "withdrawn"), day)
    const withdrawn = onDay(versions.filter(({ status }) => status === "withdrawn"), day)
    if (!found && withdrawn) {
      throw new UnknownPeriodError(
        `Version ${withdrawn.version} of "${document}" was withdrawn, and no day is recorded on which it ended:` +
          ` whether it applied on ${day} must be asked of the publisher.`,
      )
    }
    return restate(found, day)
  }

  async #versions(index, entry, cache) {
    if (!isText(entry.versions_url)) throw new BadAnswerError("The site does not publish its past versions as data.")
    const isWhole = (data) =>
      isRecord(data) &&
      data.document === entry.id &&
      Array.isArray(data.versions) &&
      data.versions.every(isVersion) &&
      (!entry.current || data.versions.some(({ version }) => version === entry.current.version))
    const [{ versions }] = await this.#data(index, entry.versions_url, `versions:${entry.id}`, isWhole, cache)
    checkAddresses(iterAddresses(versions), entry.versions_url, originOf(index.terms), this.#root)
    this.#pin([...iterFacts(entry.id, versions)], index.terms.as_of)
    return versions
  }

  async #entry(index, document, language, at, cache) {
    if (!isText(language)) throw new TypeError("Say which language: a text never stands for another's.")
    const version = await this.#onDay(index, document, at, cache)
    if (!version) throw new NotInForceError(`Nothing of "${document}" is in force${at === undefined ? "" : " then"}.`)
    if (!Object.hasOwn(version.texts, language)) {
      const what = `Version ${version.version} of "${document}"`
      throw new UnknownLanguageError(what, language, Object.keys(version.texts))
    }
    return [version, version.texts[language]]
  }

  async #text(document, language, entry, cache) {
    const place = `text:${document}:${language}`
    return decode(await this.#bytes(this.locate(entry.markdown_url), entry.sha256, cache, place))
  }

  /** Bytes known by their digest, from here or from the site. */
  async #bytes(url, digest, cache, place) {
    const kept = await this.#read(place)
    if (isText(kept)) {
      const bytes = new TextEncoder().encode(kept)
      if ((await sha256(bytes)) === digest) return bytes
    }
    const { bytes } = await this.#ask(url, { cache })
    if ((await sha256(bytes)) !== digest) throw mismatch(url)
    await this.#write(place, decode(bytes))
    return bytes
  }

  /** JSON of which `isWhole` holds, and whether the site's list of checksums vouches for all of it. */
  async #data(index, url, place, isWhole, cache) {
    const listed = await this.#listed(index, this.locate(url).slice(this.#root.length), cache)
    // Without a list: what was kept is the site's for as long as nothing was committed.
    const stamp = listed ?? index.terms.source?.commit ?? null
    const kept = await this.#read(place)
    const isFresh = isRecord(kept) && kept.url === url && kept.stamp === stamp && stamp !== null
    if (cache !== "reload" && isFresh && isWhole(kept.data)) return [kept.data, listed !== null]
    const { bytes } = await this.#ask(this.locate(url), { cache })
    if (listed !== null && (await sha256(bytes)) !== listed) throw mismatch(url)
    const data = parseJson(bytes, url)
    if (!isWhole(data)) throw new BadAnswerError(`${url} does not go with ${TERMS}: it may be of another day. Ask again later.`)
    await this.#write(place, { url, stamp, data })
    return [data, listed !== null]
  }

  /** The digest of a file in the list that the index vouches for; null where it has no list. */
  async #listed({ terms }, path, cache) {
    const { checksums_url: url, checksums_sha256: digest } = terms
    if (!isText(url) || !isText(digest)) return null
    const lines = decode(await this.#bytes(this.locate(url), digest, cache, "checksums")).split("\n")
    const line = lines.find((one) => one.slice(64) === `  ${path}`)
    if (!line) throw new BadAnswerError(`${url} does not list ${path}.`)
    return line.slice(0, 64)
  }

  /** The bytes at an address with what they can be asked for again with; null: not modified. */
  async #ask(url, { cache, known = null }) {
    const headers = {}
    if (!hasHttpCache && known?.etag) headers["If-None-Match"] = known.etag
    else if (!hasHttpCache && known?.modified) headers["If-Modified-Since"] = known.modified
    const controller = new AbortController()
    const request = { headers, signal: controller.signal, ...(hasHttpCache ? { cache } : {}) }
    const receive = async () => {
      const answer = await this.#fetch(url, request)
      if (answer.status === 304 && known) return null
      if (answer.status !== 200) {
        throw new UnavailableError(`${url} answered ${answer.status}. Ask again later.`, { status: answer.status })
      }
      const bytes = await readBody(answer, url)
      return { bytes, etag: answer.headers.get("etag"), modified: answer.headers.get("last-modified") }
    }
    try {
      return await within(this.#timeout, receive())
    } catch (cause) {
      if (cause instanceof TermsError) throw cause
      const what = cause instanceof Late ? `did not answer within ${this.#timeout} ms` : "gave no whole answer"
      throw new UnavailableError(`${url} ${what}. Ask again later.`, { cause })
    } finally {
      controller.abort() // what is still to come is of no use
    }
  }

  /** Keep what is known beyond this page; another one may have seen more since. */
  async #keep() {
    const other = parseSeen((await this.#read("index"))?.seen)
    if (other) {
      this.#seen.governing = { ...this.#seen.governing, ...other.governing }
      this.#seen.starts = { ...this.#seen.starts, ...other.starts }
      this.#seen.peaks = mergePeaks(this.#seen.peaks, other.peaks)
      if (other.sequence > this.#seen.sequence) {
        this.#seen.sequence = other.sequence
        return
      }
    }
    const { terms, ...kept } = this.#kept
    await this.#write("index", { ...kept, seen: this.#seen })
  }

  async #read(place) {
    if (this.#memory.has(place)) return this.#memory.get(place)
    try {
      return JSON.parse((await this.#reach((storage) => storage.getItem(`clausier:${this.#root}:${place}`))) ?? "null")
    } catch {
      return null // refused, or not what was written
    }
  }

  async #write(place, value) {
    if (place !== "index") this.#memory.set(place, value)
    try {
      await this.#reach((storage) => storage.setItem(`clausier:${this.#root}:${place}`, JSON.stringify(value)))
    } catch {
      // Refused or full: it is kept for as long as this object lives, and no longer.
    }
  }

  /** What the storage answers; one that does not is waited for once, and never used again. */
  async #reach(ask) {
    if (!this.#storage) return null
    try {
      return await within(this.#timeout, ask(this.#storage))
    } catch (error) {
      if (error instanceof Late) this.#storage = null
      throw error
    }
  }
}

/** A wait that was given up. */
class Late extends Error {}

/** What `work` comes to, unless that takes longer than `timeout` milliseconds. */
async function within(timeout, work) {
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Late("too late")), timeout)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

/** The bytes of an answer, which is left unread from where it is too long. */
async function readBody({ headers, body }, url) {
  const tooLong = () => {
    body?.cancel().catch(() => {}) // it has ended by itself
    return new UnavailableError(`${url} sends more than ${LONGEST} bytes, as no site of Clausier does. Tell the publisher.`)
  }
  if (Number(headers.get("content-length")) > LONGEST) throw tooLong()
  if (!body) return new Uint8Array()
  const reader = body.getReader()
  const chunks = []
  let length = 0
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    chunks.push(read.value)
    length += read.value.length
    if (length > LONGEST) {
      reader.releaseLock()
      throw tooLong()
    }
  }
  const bytes = new Uint8Array(length)
  let place = 0
  for (const chunk of chunks) {
    bytes.set(chunk, place)
    place += chunk.length
  }
  return bytes
}

function decode(bytes) {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes)
}

function describe(document, version, language, { title, governing }) {
  const { version: number, effective_from: effectiveFrom } = version
  return { document, version: number, effectiveFrom, language, title, governing }
}

/** Whether the data of a version are of the text that the index speaks of. */
function matches(data, document, { version }, language, { sha256: digest }) {
  const text = data?.texts?.[language]
  return (
    data?.document === document &&
    data.version === version &&
    text?.sha256 === digest &&
    isRecord(text.preamble) &&
    Array.isArray(text.clauses) &&
    text.clauses.every((clause) => isRecord(clause) && isText(clause.id) && isText(clause.text) && Array.isArray(clause.path))
  )
}

/** The only clause with an id (with # or not) or a number as it is cited (with § or a last dot, or not). */
function findClause(clauses, reference) {
  const bare = (text) => text.replace(/\s/g, "")
  const name = bare(reference)
  const named = clauses.filter(({ id }) => id === name.replace(/^#/, ""))
  const number = name.replace(/^§/, "").replace(/\.$/, "")
  const found = named.length ? named : clauses.filter((clause) => isText(clause.number) && bare(clause.number) === number)
  return found.length === 1 ? found[0] : null
}

function mismatch(url) {
  return new IntegrityError(`${url} is not the text whose sha256 ${TERMS} gives. Do not show it.`)
}
