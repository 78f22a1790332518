// The rows that keys go through: of the lists on the first page, of the messages in a thread.
import { $, $$, focusOn } from "./page.js"

const isSeen = element => element.getClientRects().length > 0
const rows = () => $$("[data-row]").filter(isSeen)
const handle = row => (row.matches("article") ? row : $("a", row))

let last = null // the row that had the focus last, for when it lies on something else

export function current() {
  const row = document.activeElement?.closest("[data-row]") ?? (last?.isConnected && isSeen(last) ? last : null)
  if (row) last = row
  return row
}

// Returns what takes the focus when this row goes: its neighbour in the same list.
export function nextTo(row) {
  const all = rows().filter(other => other.parentElement === row.parentElement)
  const at = all.indexOf(row)
  const next = all[at + 1] ?? all[at - 1]
  last = next ?? null
  return next && handle(next)
}

export function step(by) {
  const all = rows()
  const at = all.indexOf(current())
  const row = all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + by))]
  if (!row) return
  last = row
  focusOn(handle(row))
  row.scrollIntoView({ block: "nearest" })
}
