// The desk. Each module knows one thing and is told when another page stands in the place of the last.
import { $, WORDS, fetchAhead, get, open, turn } from "./page.js"
import "./acts.js"
import "./counting.js"
import "./soften.js"
import * as keys from "./keys.js"
import * as picker from "./picker.js"
import * as preview from "./preview.js"
import * as quoting from "./quoting.js"
import * as saving from "./saving.js"
import * as sending from "./sending.js"
import * as tools from "./tools.js"

const MODULES = [keys, tools, picker, saving, preview, sending, quoting]

function start() {
  for (const module of MODULES) module.start()
  const told = $("#told")
  if (told) lookUp(told)
  const first = $("[data-screen=queue] [data-list=waiting] a")
  if (first) fetchAhead(first.getAttribute("href"))
}

// What she told others comes after the page, so that the page never waits for it.
async function lookUp(told) {
  try {
    const response = await get(told.dataset.address)
    if (!response.ok || response.redirected) return
    told.innerHTML = await response.text()
    quoting.start(told)
  } catch {
    // the link stays
  }
}

document.addEventListener("desk:shown", start)
document.addEventListener("desk:refreshed", () => quoting.start())
// Is this the thread that is open? Its other pages come without touching the answer that is being written.
const isOfThread = path => $("[data-screen=thread]")?.dataset.path === path

addEventListener("popstate", () => {
  const address = location.pathname + location.search + location.hash
  if (isOfThread(location.pathname)) turn(address, { push: false })
  else open(address, { push: false })
})

// The desk's own screens: the first page, and threads.
function isScreen(path) {
  const [before, after] = WORDS.thread.split("0")
  const isThread = path.startsWith(before) && path.endsWith(after) && /^\d+$/.test(path.slice(before.length, -after.length))
  return path === WORDS.queue || isThread
}

// Within them a link needs no load; the one to the answer leads into its field.
document.addEventListener("click", event => {
  const link = event.target.closest("a[href]")
  const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey
  if (!link || !isPlain || event.defaultPrevented || link.target || !$("[data-screen]")) return
  const { origin, pathname, search, hash } = new URL(link.href)
  if ("answer" in link.dataset) {
    event.preventDefault()
    $("#answer").scrollIntoView()
    return $("#answer-form textarea")?.focus({ preventScroll: true })
  }
  if (origin !== location.origin || !isScreen(pathname) || (pathname + search === location.pathname + location.search && hash)) return
  event.preventDefault()
  if (isOfThread(pathname)) turn(link.getAttribute("href"))
  else open(link.getAttribute("href"))
})

start()
