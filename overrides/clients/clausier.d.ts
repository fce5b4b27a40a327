/** The terms that a site publishes with Clausier. The rule of age is told at the top of clausier.js. */

/** `YYYY-MM-DD`. */
export type Day = string
/** `MAJOR.MINOR`, without leading zeros. */
export type VersionNumber = string
export type Status = "in_force" | "upcoming" | "proposed" | "superseded" | "withdrawn"

/** A public Ed25519 key as a JWK, as in the site's terms.keys.json. */
export interface PublicKey {
  kty: "OKP"
  crv: "Ed25519"
  x: string
  kid?: string
  [member: string]: unknown
}

/** Like localStorage; it may answer at once or later, and may throw. */
export interface TermsStorage {
  getItem(key: string): string | null | Promise<string | null>
  setItem(key: string, value: string): unknown
  removeItem?(key: string): unknown
}

export interface TermsOptions {
  /** Asks the site; by default the global `fetch`. */
  fetch?: (url: string, request: RequestInit) => Promise<Response>
  /** Where the last good answer is kept; by default it lives as long as the object. */
  storage?: TermsStorage | null
  /** The present instant, in milliseconds or as a Date; by default the clock's. */
  now?: () => number | Date
  /**
   * How long the site is not asked again, in milliseconds, whether it answered or not; 60 000. Where
   * nothing is known, or all has expired, at most 10 000.
   */
  minInterval?: number
  /** How long an answer of the site or of the storage may take, in milliseconds; 10 000. */
  timeout?: number
  /** If given, terms.json must be signed by one of them. */
  keys?: readonly PublicKey[] | null
}

export interface AskOptions {
  /** Give what has expired nonetheless; never show it as current. */
  allowStale?: boolean
  /** Ask the site whatever `minInterval` says. */
  renew?: boolean
}

export interface AskOptionsOnDay extends AskOptions {
  /** The day or instant whose text in force is meant; by default today's. */
  at?: Day | number | Date
}

/** One version in one language, as in terms.json. */
export interface TextEntry {
  title: string
  governing: boolean
  summary: string | null
  html_url: string
  markdown_url: string
  pdf_url: string
  json_url: string
  sha256: string
  git_blob: string
  [member: string]: unknown
}

/** One version, as in terms.json. */
export interface Version {
  version: VersionNumber
  status: Status
  change: "initial" | "substantive" | "editorial" | "correction"
  published_at: string | null
  effective_from: Day | null
  effective_until: Day | null
  accept_since: VersionNumber
  supersedes: VersionNumber | null
  commit: string
  texts: Record<string, TextEntry>
  [member: string]: unknown
}

/** One document, as in terms.json. */
export interface DocumentEntry {
  id: string
  kind: string
  governing_language: string
  languages: string[]
  current: Version | null
  upcoming: Version[]
  proposed: Version[]
  versions_url: string
  history_url: Record<string, string>
  feed_url: Record<string, string>
  [member: string]: unknown
}

/** terms.json. */
export interface TermsIndex {
  $schema: string
  schema_version: string
  as_of: Day
  expires: Day
  sequence: number
  timezone: string
  publisher: { name: string; [member: string]: unknown }
  source: { commit: string; [member: string]: unknown }
  checksums_url?: string
  checksums_sha256?: string
  documents: DocumentEntry[]
  [member: string]: unknown
}

/** What the site said, and how old that is. */
export interface Index {
  readonly terms: TermsIndex
  /** The legal day, in the index's zone. */
  readonly today: Day
  /** When the site last gave or confirmed it. */
  readonly fetchedAt: Date
  /** The last try to renew it failed. */
  readonly isStale: boolean
  /** Its day `expires` is over. */
  readonly isExpired: boolean
  /** Why the last try failed; null if it did not. */
  readonly problem: TermsError | null
}

interface Shown {
  document: string
  version: VersionNumber
  effectiveFrom: Day
  language: string
  title: string
  /** Whether this is the text that binds. */
  governing: boolean
  /** Permanent address to cite. */
  url: string
}

/** A text in force; its bytes have the `sha256` of the index. */
export interface Text extends Shown {
  sha256: string
  /** Markdown. */
  text: string
}

/** A clause, as in the data of its version. */
export interface ClauseEntry {
  id: string
  number: string | null
  heading: string | null
  level: number
  /** Outermost first. */
  path: { id: string; number: string | null; heading: string | null }[]
  /** Its words up to where the next clause begins, without its heading. */
  text: string
  markdown: string | null
  html: string
  sha256: string | null
  since: VersionNumber
  [member: string]: unknown
}

/** A clause of a text in force. */
export interface Clause extends Shown, Omit<ClauseEntry, keyof Shown> {
  /** The clauses within it, in order. */
  parts: ClauseEntry[]
  /** sha256 of the whole text. */
  textSha256: string
  /**
   * Whether the index vouches for it: its data by the site's list of checksums, or, where there is
   * no list, `markdown` alone by the sha256 of the text.
   */
  isVerified: boolean
}

export declare class Terms {
  /** @param siteUrl the root of the site; in a browser it may be relative to the page. */
  constructor(siteUrl: string | URL, options?: TermsOptions)
  get siteUrl(): string
  /** @throws {StaleError} or, where nothing is known at all, why. So do all calls below. */
  index(options?: AskOptions): Promise<Index>
  /** null: nothing is in force, and no other text stands in its place. */
  current(document: string, options?: AskOptions): Promise<Version | null>
  /** Next first. */
  upcoming(document: string, options?: AskOptions): Promise<Version[]>
  /** With its status on that day. @throws {UnknownPeriodError} */
  inForce(document: string, at?: Day | number | Date | null, options?: AskOptions): Promise<Version | null>
  /**
   * @param accepted the version that the user accepted last; null: none. One that is newer than all
   * that the index names was never published, and counts as none.
   */
  mustAccept(
    document: string,
    accepted: VersionNumber | null,
    at?: Day | number | Date | null,
    options?: AskOptions,
  ): Promise<boolean>
  /** @throws {IntegrityError | NotInForceError | UnknownLanguageError} */
  text(document: string, language: string, options?: AskOptionsOnDay): Promise<Text>
  /**
   * @param reference a number as it is cited (`4.2`, `§ 4.2`) or an id (`art-4.2`, `#art-4.2`).
   * @throws {IntegrityError | NotInForceError | UnknownLanguageError | UnknownClauseError}
   */
  clause(document: string, reference: string, language: string, options?: AskOptionsOnDay): Promise<Clause>
  /**
   * Where an address of the index is served: the same, unless this site is a copy of it. Always http,
   * and below the root of the site. @throws {BadAnswerError} for any other.
   */
  locate(url: string): string
}

export declare function isVersionNumber(value: unknown): value is VersionNumber
export declare function isOlder(a: VersionNumber, b: VersionNumber): boolean
export declare function findDocument(index: { terms: TermsIndex }, id: string): DocumentEntry
/** The numbers of all versions that the index names of a document, in no order. */
export declare function knownVersions(entry: DocumentEntry): VersionNumber[]
/** Whether who accepted `accepted` must accept `version`; as `mustAccept`. */
export declare function isDue(entry: DocumentEntry, version: Version, accepted: VersionNumber | null): boolean
export declare function redlineUrl(
  entry: DocumentEntry,
  older: VersionNumber,
  newer: VersionNumber,
  language: string,
): string

export declare class TermsError extends Error {
  constructor(message: string, options?: { cause?: unknown })
}
export declare class UnavailableError extends TermsError {
  constructor(message: string, options?: { status?: number | null; cause?: unknown })
  status: number | null
}
export declare class BadAnswerError extends TermsError {}
export declare class SchemaVersionError extends BadAnswerError {}
export declare class PrematureError extends BadAnswerError {}
export declare class RollbackError extends BadAnswerError {}
export declare class AlteredError extends BadAnswerError {}
export declare class SignatureError extends BadAnswerError {}
export declare class IntegrityError extends TermsError {}
export declare class UnsupportedError extends TermsError {}
export declare class StaleError extends TermsError {
  constructor(message: string, options: { fetchedAt: Date; expires: Day; cause?: unknown })
  fetchedAt: Date
  expires: Day
}
export declare class UnknownDocumentError extends TermsError {
  constructor(name: string, documents: string[])
  documents: string[]
}
export declare class UnknownLanguageError extends TermsError {
  constructor(what: string, language: string, languages: string[])
  languages: string[]
}
export declare class UnknownClauseError extends TermsError {}
export declare class NotInForceError extends TermsError {}
export declare class UnknownPeriodError extends TermsError {}
