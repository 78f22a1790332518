// Acts without a page load: a row goes at once and comes back if the act failed; a thread is brought up to date.
import { $, $$, WORDS, focusOn, forgetAhead, isJson, open, post, refresh, say, toldWaiting } from "./page.js"
import { nextTo } from "./rows.js"

const FEW = 25 // rows that are left when more are fetched
const gone = new Set() // rows that were done with, which a page that was fetched a moment before still has

document.addEventListener("desk:shown", () => gone.clear())

const isQueue = () => $("[data-screen=queue]")

function counted(list, by) {
  const number = $(`[data-count="${list.dataset.list}"]`)
  if (!number) return
  number.textContent = Math.max(0, Number(number.textContent) + by)
  const heading = document.getElementById(list.dataset.list)
  heading.textContent = `${heading.dataset.title}: ${number.textContent}`
}

export function showBar(html) {
  const place = $("#bar")
  if (place) place.innerHTML = html
}

let underWay = Promise.resolve()
const onTheirWay = new Set()

// Waits for the last act, so that undoing never means the one before it.
export const settled = () => underWay

// Says what came of an act; returns the answer, or null when nothing was done.
function outcome(sending) {
  showBar("")
  underWay = toldOf(sending)
  const act = underWay.finally(() => onTheirWay.delete(act))
  onTheirWay.add(act)
  return underWay
}

async function toldOf(sending) {
  try {
    const response = await sending
    const told = isJson(response) ? await response.json() : null
    say(told?.said ?? WORDS.failed)
    if (!told || !response.ok) throw new Error(told?.said ?? WORDS.failed)
    showBar(told.bar)
    toldWaiting(told.waiting)
    forgetAhead()
    return told
  } catch (error) {
    const note = Object.assign(document.createElement("p"), { className: "desk-note", textContent: error.message })
    $("#bar")?.replaceChildren(note)
    say(error.message)
    return null
  }
}

// Does something with a row of the first page, and goes on to the next at once.
export async function actOnRow(row, address, fields) {
  const list = row.closest("[data-list]")
  focusOn(nextTo(row))
  row.hidden = true
  gone.add(row.dataset.key)
  counted(list, -1)
  sayMore(list)
  const told = await outcome(post(address, fields, { keepalive: true })) // goes through when she leaves
  if (!told) {
    row.hidden = false
    gone.delete(row.dataset.key)
    counted(list, 1)
    focusOn($("a", row))
    return
  }
  row.remove()
  refill(list)
}

const toCome = list => Number($(`[data-count="${list.dataset.list}"]`)?.textContent ?? 0) - rowsOf(list).length
const rowsOf = list => $$("[data-row]", list).filter(row => !row.hidden)

// Where nothing is to be seen of what still waits, that is said: an empty list would mean that all is done.
function sayMore(list) {
  const said = $("[data-more]", list)
  if (rowsOf(list).length || toCome(list) <= 0) return said?.remove()
  if (!said) {
    list.append(Object.assign(document.createElement("li"), { className: "desk-label", textContent: WORDS.more }))
    list.lastChild.dataset.more = ""
  }
}

let refilling = false

// Fetches more rows until there are enough, or no more. She may be faster than the acts that are on their way: a page that is
// fetched before them still has rows that are done with, and may have no other.
async function refill(list) {
  sayMore(list)
  if (refilling) return
  refilling = true
  try {
    while (list.isConnected && rowsOf(list).length < FEW && toCome(list) > 0) {
      const before = gone.size
      await Promise.all(onTheirWay)
      const came = await append(list)
      if (!came && before === gone.size) break // nothing was done meanwhile, and there is no more: the number was wrong
    }
  } finally {
    refilling = false
    sayMore(list)
  }
}

async function append(list) {
  const response = await fetch(WORDS.queue)
  const page = new DOMParser().parseFromString(await response.text(), "text/html")
  const known = new Set([...gone, ...$$("[data-row]", list).map(row => row.dataset.key)])
  const more = $$(`[data-list="${list.dataset.list}"] [data-row]`, page).filter(row => !known.has(row.dataset.key))
  list.append(...more)
  sayMore(list)
  if (more.length && document.activeElement === document.body) focusOn($("a", more[0])) // she was faster
  return more.length
}

async function actOnThread(address, fields, { whole, row }) {
  const told = await outcome(post(address, fields))
  if (!told) return
  if (whole) {
    await open(told.next, { push: new URL(told.next, location).pathname !== location.pathname })
    $("#answer-form textarea")?.focus()
  } else if (isQueue()) {
    await open(WORDS.queue, { push: false })
    focusOn($(`[data-key="${row}"] a`))
  } else {
    await refresh()
  }
}

document.addEventListener("submit", event => {
  const { target: form, submitter } = event
  if (form.method !== "post" || form.id === "answer-form" || !form.closest("[data-screen]")) return
  const row = submitter?.closest("[data-list] [data-row]")
  const address = submitter?.getAttribute("formaction") ?? form.getAttribute("action")
  if (!address || (isQueue() && !row && !form.closest("#bar"))) return
  event.preventDefault()
  const fields = new FormData(form, submitter)
  if (row) actOnRow(row, address, fields)
  else actOnThread(address, fields, { whole: "whole" in form.dataset, row: form.dataset.of })
})

// Removing asks why, in a dialog of the first page.
document.addEventListener("click", event => {
  const link = event.target.closest("a[data-act=remove]")
  const dialog = $("#reason")
  if (!link || !dialog || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  const reason = $("input", dialog)
  reason.value = ""
  dialog.returnValue = ""
  dialog.addEventListener(
    "close",
    () => {
      if (dialog.returnValue !== "remove" || !reason.value.trim()) return focusOn(link)
      const fields = { reason: reason.value, revision: link.dataset.revision, back: "queue" }
      actOnRow(link.closest("[data-row]"), link.dataset.address, fields)
    },
    { once: true },
  )
  dialog.showModal()
})
