/*
 * Two texts side by side, made from the redline of both: a row for each of its blocks, on the left
 * without insertions, on the right without deletions. What changed stays marked on its own side.
 */
const CHANGED = "ins, del, [data-change]"

/** Return the blocks of a redline, in reading order. */
export function blocksOf(redline) {
  return [...redline.childNodes].filter((node) => node instanceof Element || node.data?.trim())
}

/** Return whether something changed in a block. */
export function isChanged(block) {
  return block instanceof Element && (block.matches(CHANGED) || block.querySelector(CHANGED) !== null)
}

/** Return the words of a part of a redline, without what is only said of them. */
export function readWords(part) {
  const copy = part.cloneNode(true)
  for (const said of copy.querySelectorAll("[data-furniture]")) said.remove()
  return copy.textContent.trim()
}

/**
 * Add a row to `table` for each of `blocks`; a deletion and the insertion after it share one.
 *
 * Returns the rows, one for each block. Of the ids, each side keeps those that are its own. A
 * heading is one where it stands in the newer text, or in the older alone: none is announced twice.
 * `labelFormer` says what the former wording of a block that moved is called.
 */
export function fillBeside(table, blocks, labelFormer) {
  const rows = []
  for (const [place, block] of blocks.entries()) {
    const before = blocks[place - 1]
    if (isWhole(block, "INS") && before && isWhole(before, "DEL")) {
      const row = rows[place - 1]
      row.lastElementChild.replaceWith(makeCell(block.cloneNode(true)))
      muteHeadings(row.firstElementChild)
      rows.push(row)
      continue
    }
    const row = document.createElement("div")
    row.className = isChanged(block) ? "beside__row is-changed" : "beside__row"
    row.setAttribute("role", "row")
    const newer = makeNewer(block)
    row.append(makeCell(makeOlder(block, labelFormer)), makeCell(newer))
    if (newer) muteHeadings(row.firstElementChild)
    table.append(row)
    rows.push(row)
  }
  return rows
}

/** Return whether a block is wholly inserted or deleted, at the place where it belongs. */
function isWhole(block, tag) {
  return block.nodeName === tag && !block.hasAttribute("data-move")
}

function makeCell(content) {
  const cell = document.createElement("div")
  cell.className = "beside__cell"
  cell.setAttribute("role", "cell")
  if (content) cell.append(content)
  else cell.classList.add("beside__cell--none")
  return cell
}

/** Leave the headings in a cell to the eye. */
function muteHeadings(cell) {
  for (const heading of cell.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    heading.removeAttribute("aria-level")
    heading.setAttribute("role", "none")
  }
}

function makeOlder(block, labelFormer) {
  if (block.nodeName === "INS") return block.hasAttribute("data-move") ? makeFormer(block, labelFormer(block)) : null
  const copy = block.cloneNode(true)
  if (copy instanceof Element) {
    drop(copy, "ins", "added")
    for (const part of copy.querySelectorAll("[id]")) if (!part.matches("del")) part.removeAttribute("id")
    if (!copy.matches("del")) copy.removeAttribute("id")
  }
  return isShown(copy) ? copy : null
}

function makeNewer(block) {
  if (block.nodeName === "DEL") return null
  const copy = block.cloneNode(true)
  if (copy instanceof Element) drop(copy, "del", "removed")
  return isShown(copy) ? copy : null
}

/** Return what a clause that moved here was, where that is not what it is. */
function makeFormer(block, label) {
  if (!block.querySelector("ins, del")) return null
  const former = document.createElement("div")
  former.className = "beside__former"
  former.append(...block.cloneNode(true).childNodes)
  drop(former, "ins", "added")
  for (const part of former.querySelectorAll("[id]")) if (!part.matches("del")) part.removeAttribute("id")
  const head = document.createElement("span")
  head.className = "beside__former-head"
  head.dataset.furniture = ""
  head.textContent = label
  for (const pointer of former.querySelectorAll(":scope > .pointer")) pointer.remove()
  former.prepend(head)
  return former
}

/** Take one kind of mark out of `copy`, with the parts that it filled. */
function drop(copy, mark, change) {
  for (const part of copy.querySelectorAll(`${mark}, [data-change="${change}"]`)) part.remove()
}

function isShown(copy) {
  if (!(copy instanceof Element)) return true
  if (copy.matches("hr, img") || copy.querySelector("img, hr, svg, input")) return true
  return readWords(copy) !== ""
}
