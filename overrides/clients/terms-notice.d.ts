/**
 * `<terms-notice>`: the terms in force, for a chat window.
 *
 * Attributes
 * - `src`: the root of the site; by default the site that publishes this module.
 * - `document`: the id of the document, as in terms.json.
 * - `lang`: the reader's language; by default that of the nearest element that has one, at last the
 *   governing language of the document. `en_US` and `FR` are read as `en-US` and `fr`, and what is no
 *   language is passed over. Words are in French or English; a text is shown in `lang` or said not
 *   to exist in it.
 * - `accepted`: the version that the host knows this user accepted (empty: none). It counts instead
 *   of what is remembered here, and is set when the user accepts.
 * - `user`: tells apart several users of one browser.
 * - `compact`: what comes is folded.
 * - `target`: where links open, as in HTML.
 *
 * Parts: notice, title, version, links, link, missing, binding, request, button, accepted, upcoming,
 * summary, none, stale, expired, unavailable, loading.
 *
 * Custom properties: --terms-notice-ink, -quiet, -paper, -rule, -accent, -on-accent, -force, -alert,
 * -font, -radius. Without them colours are light or dark as the `color-scheme` of the page.
 */

import type { Day, Terms, TermsStorage, VersionNumber } from "./clausier.js"

/** What the host should keep of an acceptance. */
export interface TermsAccepted {
  document: string
  version: VersionNumber
  /** The language of the text that was shown, and its digest. */
  language: string
  sha256: string
  /** ISO 8601, UTC. */
  acceptedAt: string
  /** The permanent address of that text. */
  htmlUrl: string
}

/** What is in force or comes is no longer what this user was last shown. */
export interface TermsChanged {
  document: string
  version: VersionNumber | null
  previousVersion: VersionNumber | null
  upcoming: { version: VersionNumber; effectiveFrom: Day }[]
}

/** The site could not be read, or what it said was refused. */
export interface TermsUnavailable {
  document: string
  problem: string
  /** Whether the last good answer is still shown, as last checked at `fetchedAt`. */
  isShown: boolean
  fetchedAt: string | null
}

/** Each bubbles, and crosses shadow roots. */
export interface TermsNoticeEventMap {
  "terms-accepted": CustomEvent<TermsAccepted>
  "terms-changed": CustomEvent<TermsChanged>
  "terms-unavailable": CustomEvent<TermsUnavailable>
}

export declare class TermsNotice extends HTMLElement {
  /** Where acceptances are kept; by default localStorage. */
  storage: TermsStorage | null
  /** The client that reads the site; by default one for `src`, shared by the notices of the page. */
  terms: Terms
  /** The address of the root of the site; null if `src` is no address. */
  readonly siteUrl: string | null
  /** Look again at what is in force; with `renew`, ask the site even if it was just asked. */
  refresh(options?: { renew?: boolean }): Promise<void>
  /** Forget what this user accepted. */
  forget(): Promise<void>
}

declare global {
  interface HTMLElementTagNameMap {
    "terms-notice": TermsNotice
  }
  interface HTMLElementEventMap extends TermsNoticeEventMap {}
}
