/*
 * Stretches of a redline that did not change, folded behind a button that says how much it is. What
 * is folded stays findable within the page.
 */
import { isChanged } from "./beside.js"

const FEWEST_FOLDED = 2

/** Return the level of the heading that a block is or holds, and 0 for any other block. */
function headingLevel(block) {
  const heading = block instanceof Element && (block.matches("h1, h2, h3, h4, h5, h6") ? block : block.querySelector(":scope > :is(h1, h2, h3, h4, h5, h6)"))
  return heading ? Number(heading.localName[1]) : 0
}

/**
 * Return the stretches to fold, as pairs of a first place and the one after the last.
 *
 * What changed is kept with a block on either side, unless a heading begins something else there,
 * and with the headings that it stands under.
 */
export function findUnchanged(blocks) {
  const kept = new Set([0])
  const above = []
  for (const [place, block] of blocks.entries()) {
    const level = headingLevel(block)
    if (level) {
      while (above.length && above.at(-1).level >= level) above.pop()
      above.push({ place, level })
    }
    if (!isChanged(block)) continue
    for (const near of [place - 1, place, ...above.map((heading) => heading.place)]) kept.add(near)
    if (place + 1 < blocks.length && !headingLevel(blocks[place + 1])) kept.add(place + 1)
  }
  const stretches = []
  let start = 0
  for (let place = 0; place <= blocks.length; place += 1) {
    if (place < blocks.length && !kept.has(place)) continue
    if (place - start >= FEWEST_FOLDED) stretches.push([start, place])
    start = place + 1
  }
  return stretches
}

/** Return "12 unchanged paragraphs (5.1 to 7.3)", as a label of what a button does. */
function labelFold(words, blocks, isOpen) {
  const label = (isOpen ? words.hide : words.show).replace("{count}", blocks.length)
  const numbers = blocks.map((block) => /^art-(\d.*)$/.exec(block.id ?? "")?.[1]).filter(Boolean)
  const range = numbers.length > 1 ? words.range.replace("{first}", numbers[0]).replace("{last}", numbers.at(-1)) : numbers[0]
  return label + (range ? ` (${range})` : "")
}

/**
 * Return one stretch as a fold: `add` puts what stands for it in a view behind a button, `set` opens
 * or closes it in every view, `holds` tells whether something is in it.
 */
export function makeFold(blocks, words) {
  const labels = { open: labelFold(words, blocks, true), closed: labelFold(words, blocks, false) }
  const parts = []
  const fold = {
    isOpen: true,
    add(nodes, isTable) {
      const part = makePart(nodes, isTable)
      part.body.addEventListener("beforematch", () => fold.set(true))
      part.button.addEventListener("click", () => fold.set(!fold.isOpen))
      parts.push(part)
      fold.set(fold.isOpen)
    },
    set(isOpen) {
      fold.isOpen = isOpen
      for (const { body, button } of parts) {
        if (isOpen) body.removeAttribute("hidden")
        else body.setAttribute("hidden", "until-found")
        button.textContent = isOpen ? labels.open : labels.closed
      }
    },
    holds: (node) => parts.some(({ body }) => body.contains(node)),
  }
  return fold
}

/** Put nodes that follow each other into one element, with a bar that holds a button before it. */
function makePart(nodes, isTable) {
  const body = document.createElement("div")
  const bar = document.createElement("div")
  const button = document.createElement("button")
  body.className = "fold"
  bar.className = "fold__bar"
  bar.dataset.furniture = ""
  button.type = "button"
  let holder = bar
  if (isTable) {
    body.setAttribute("role", "rowgroup")
    bar.setAttribute("role", "row")
    holder = document.createElement("div")
    holder.setAttribute("role", "cell")
    holder.setAttribute("aria-colspan", "2")
    bar.append(holder)
  }
  holder.append(button)
  nodes[0].before(bar, body)
  body.append(...nodes)
  return { body, button }
}
