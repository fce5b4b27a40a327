/*
 * Runs what a test asks for, a line at a time, with the client in reach. Each line of the input is
 * the JSON of a function's body; each line of the output, that of what it returned or threw.
 */
import * as crypto from "node:crypto"
import { createInterface } from "node:readline"

const clausier = await import(process.argv[2])

/** Like localStorage, for as long as this process lives. */
class Memory {
  items = new Map()
  getItem(key) {
    return this.items.get(key) ?? null
  }
  setItem(key, value) {
    this.items.set(key, String(value))
  }
  removeItem(key) {
    this.items.delete(key)
  }
}

const reach = { ...clausier, crypto, Memory, clock: "2026-11-23T12:00:00Z" }
const options = (more = {}) => ({ now: () => Date.parse(reach.clock), minInterval: 0, timeout: 60_000, ...more })
Object.assign(reach, { options, reach })

for await (const line of createInterface({ input: process.stdin })) {
  const names = Object.keys(reach)
  const run = new (async () => {}).constructor(...names, JSON.parse(line))
  let said
  try {
    said = { value: (await run(...names.map((name) => reach[name]))) ?? null }
  } catch (error) {
    const { name, message, languages = null, documents = null, status = null } = error
    said = { error: { name, message, languages, documents, status, isOfModule: error instanceof clausier.TermsError } }
  }
  process.stdout.write(`${JSON.stringify(said)}\n`)
}
