// Single keys, as in a mail program. They rest while one types, and can be switched off for good (WCAG 2.1.4).
import { $, WORDS, open } from "./page.js"
import { settled } from "./acts.js"
import { quote } from "./quoting.js"
import { current, step } from "./rows.js"

const COOKIE = "desk_keys"
const SEQUENCE = 1200 // milliseconds between the two keys of "g q"
const TYPING = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]"

let began = 0 // when "g" was pressed

const isOff = () => document.cookie.includes(`${COOKIE}=off`)

function press(act) {
  const row = current()
  const buttons = row ?? $("#conversation")
  buttons && $(`[data-act=${act}]`, buttons)?.click()
}

function remove() {
  const row = current()
  const details = row && $("details:has([data-act=remove])", row)
  if (!details) return press("remove")
  details.open = true
  $("input", details).focus()
}

async function undo() {
  await settled()
  const button = $("#bar [data-act=undo]") ?? $("[data-act=undo]", current() ?? document.createElement("p"))
  button?.click()
}

const write = () => $("#answer-form textarea")?.focus()

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  o: () => $("a", current() ?? document.createElement("p"))?.click(),
  a: () => press("approve"),
  s: () => press("spam"),
  d: remove,
  z: undo,
  r: write,
  q: () => (Date.now() - began < SEQUENCE ? open(WORDS.queue) : quote(current())),
  n: () => $("[data-next]")?.click(),
  g: () => { began = Date.now() },
  "?": showKeys,
}

function showKeys() {
  const dialog = $("#keys")
  $("#keys-on", dialog).checked = !isOff()
  dialog.showModal()
}

document.addEventListener("keydown", event => {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || isOff()) return
  if (event.target.closest(TYPING) || $("dialog[open]")) return
  const act = KEYS[event.key]
  if (!act) return
  event.preventDefault()
  act()
  if (event.key !== "g") began = 0
})

document.addEventListener("change", event => {
  if (event.target.id !== "keys-on") return
  const year = 60 * 60 * 24 * 365
  const secure = location.protocol === "https:" ? "; secure" : ""
  document.cookie = `${COOKIE}=${event.target.checked ? "on" : "off"}; path=${WORDS.queue}; max-age=${year}; samesite=lax${secure}`
})

document.addEventListener("click", event => event.target.closest("[data-keys]") && showKeys())

export function start() {
  for (const hint of document.querySelectorAll("[data-keys]")) hint.hidden = false
}
