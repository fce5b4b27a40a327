/*
 * The page that shows <terms-notice> in a mock chat window: what the notice says to its host is
 * listed below it. A site built as of another day is shown as of that day.
 */
import { Terms } from "../clients/clausier.js"
import "../clients/terms-notice.js"

const EVENTS = ["terms-accepted", "terms-changed", "terms-unavailable"]

const chat = document.querySelector(".chat")
if (chat) {
  const notice = chat.querySelector("terms-notice")
  const receipts = document.querySelector(".receipts")
  const forget = document.querySelector(".forget")

  const { asOf } = chat.dataset
  if (asOf) notice.terms = new Terms(notice.siteUrl, { now: () => Date.parse(`${asOf}T12:00:00Z`) })

  const none = document.createElement("div")
  none.textContent = receipts.dataset.none
  receipts.append(none)

  for (const name of EVENTS) {
    document.addEventListener(name, ({ type, detail }) => {
      const receipt = document.createElement("div")
      const title = document.createElement("strong")
      title.textContent = type
      const lines = document.createElement("pre")
      lines.textContent = JSON.stringify(detail, null, 2)
      receipt.append(title, lines)
      none.remove()
      receipts.append(receipt)
    })
  }

  forget.addEventListener("click", () => notice.forget())
  forget.hidden = false
}
