// The answer is kept on the server while she writes: soon after a pause, at the latest every few seconds, and on leaving.
// What is shown is true: "kept" only when the server has said so. Until then the words stand in the window's own store
// too, so that they outlive a reload and a crash.
import { $, WORDS, beforeLeaving, isJson, post, say } from "./page.js"

const PAUSE = 1500 // milliseconds without a key
const AT_LATEST = 5000 // milliseconds between two savings while she goes on typing
const LEAVING = 10_000 // milliseconds in which the next page may have been asked for before the last words were kept
const RETRIES = [2000, 4000, 8000, 15_000] // milliseconds to the next try; the last again and again

let form = null
let kept = "" // the words that the server has
let timer = 0
let since = 0 // when the first unkept key was pressed
let failures = 0
let under = null // the saving under way
let isAsking = false // two texts are shown, and she has not chosen yet
let isSent = false
let left = -Infinity // when she last began to leave the page, by its clock

const area = () => $("textarea", form)
const place = () => `answer ${form.dataset.draft}`
const isDirty = () => form && !isSent && area().value !== kept

function state(sentence, isTrouble = false) {
  const shown = $("#kept")
  shown.textContent = sentence
  shown.classList.toggle("is-trouble", isTrouble)
  if (isTrouble) say(sentence)
}

function store(keptAt = null) {
  try {
    sessionStorage.setItem(place(), JSON.stringify({ text: area().value, revision: form.draft.value, keptAt }))
  } catch {
    // a full or forbidden store: the words still stand in the text
  }
}

const forget = () => sessionStorage.removeItem(place())

const forgetAll = () =>
  Object.keys(sessionStorage).filter(name => name.startsWith("answer ")).forEach(name => sessionStorage.removeItem(name))

function soon(wait) {
  clearTimeout(timer)
  timer = setTimeout(save, wait)
}

function changed() {
  if (isSent) return
  store()
  if (!isDirty()) return
  since ||= Date.now()
  if (isAsking) return
  if (!failures) state(WORDS.keeping)
  soon(failures ? RETRIES[0] : Math.max(0, Math.min(PAUSE, since + AT_LATEST - Date.now())))
}

function fields(source) {
  return { text: source, draft: form.draft.value || "0" }
}

function trouble(sentence) {
  state(sentence, true)
  soon(RETRIES[Math.min(failures++, RETRIES.length - 1)])
}

async function attempt() {
  const [mine, source] = [form, area().value]
  let response
  try {
    response = await post(mine.dataset.draft, fields(source), { keepalive: true }) // goes on when she leaves
  } catch {
    return mine === form && trouble(WORDS.trying)
  }
  const told = isJson(response) ? await response.json() : null
  if (mine !== form || isSent) return
  if (response.ok && told) return done(source, told)
  if (response.status === 409 && told) return other(told)
  if (response.status === 422 && told) return state(told.said, true)
  trouble(response.redirected || response.status === 403 ? WORDS.signedOut : WORDS.trying)
}

function done(source, { revision, at }) {
  kept = source
  failures = since = 0
  form.draft.value = revision
  if (isDirty()) return changed()
  if (performance.now() - left < LEAVING) store(Date.now()) // the page that is on its way may not have these words
  else forget()
  state(WORDS.kept.replace("…", at))
}

// Saves now; a saving that is under way is waited for first.
async function save() {
  clearTimeout(timer)
  if (under) await under
  if (!form || isSent || isAsking) return
  under = attempt()
  try {
    await under
  } finally {
    under = null
  }
}

// Two texts: shows the other one, and lets her choose.
function other({ said, text, revision = 0, where }) {
  const box = $("#other")
  isAsking = true
  const choice = (label, act) => {
    const made = Object.assign(document.createElement("button"), { type: "button", className: "quiet", textContent: label })
    made.addEventListener("click", () => {
      isAsking = false
      box.hidden = true
      form.draft.value = revision
      act()
      area().focus()
    })
    return made
  }
  const line = words => Object.assign(document.createElement("p"), { textContent: words })
  const acts = Object.assign(document.createElement("p"), { className: "desk-acts" })
  box.replaceChildren(line(text === undefined ? WORDS.putAway : said), acts)
  if (text !== undefined) {
    const theirs = Object.assign(line(text), { className: "desk-words", dir: "auto" })
    acts.before(line(`${WORDS.other}: ${where}`), theirs)
    acts.append(choice(WORDS.takeTheirs, () => { area().value = kept = text; forget(); state(where) }))
  }
  acts.append(choice(WORDS.keepMine, () => { kept = null; save() }))
  box.hidden = false
  state(WORDS.keeping, true)
}

// Waits until all is kept; false when it is not, and she would rather stay.
async function flush() {
  if (isDirty() && !isAsking) await save()
  return true
}

export async function pause() {
  clearTimeout(timer)
  if (under) await under
}

export function sent() {
  isSent = true
  forget()
}

function leave() {
  if (isDirty() && !isAsking) post(form.dataset.draft, fields(area().value), { keepalive: true }).catch(() => {})
}

export function start() {
  clearTimeout(timer)
  form = $("#answer-form")
  if (!form) return
  isSent = isAsking = false
  failures = since = 0
  kept = "unkept" in form.dataset ? null : area().defaultValue
  area().autocomplete = form.draft.autocomplete = "off" // what is not kept yet stands in the window's own store
  area().addEventListener("input", changed)
  if (kept === null) save()
  else bringBack()
}

// What was in the window's store and not on the server: from before a reload, or a crash.
function bringBack() {
  const stored = JSON.parse(sessionStorage.getItem(place()) ?? "null")
  const isOld = stored?.keptAt && Date.now() - stored.keptAt > LEAVING // the server had it all, and tells what came of it
  area().value = kept // not what a browser thinks that it remembers of this page
  if (!stored || isOld || stored.text === kept) return forget()
  area().value = stored.text
  form.draft.value = stored.revision
  state(WORDS.back)
  save()
}

beforeLeaving(flush)
document.addEventListener("submit", event => event.target.id === "logout-form" && forgetAll()) // the next at this screen may be another
addEventListener("pagehide", leave)
addEventListener("online", () => isDirty() && save())
addEventListener("beforeunload", event => {
  left = performance.now()
  if (isDirty()) event.preventDefault()
})
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") isDirty() && save()
  else if (form && !isSent && !isAsking && (area().value || form.draft.value !== "0")) save() // was it changed elsewhere?
})
