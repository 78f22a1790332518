// Saves what she writes while she writes it, and says "Saved" only when the site has said so.
const form = document.querySelector("form[data-keep]")
const PAUSE = 1500, LONGEST_WAIT = 8000, FIRST_RETRY = 4000, SLOWEST_RETRY = 60000 // milliseconds
const MOST_KEPT_ALIVE = 60000 // bytes that a browser still sends for a page that is going away
const WORTH_COMPARING = 40 // characters that are new
const NOT_HERS = ["csrfmiddlewaretoken", "submission", "revision", "tab", "turn", "writer", "email", "pen_name", "offered", "adult", "then"]
const QUIET = 60000 // milliseconds between two times that listeners are told

const { text, submission, revision, turn, csrfmiddlewaretoken } = form.elements
const state = form.querySelector("[data-state]"), trouble = form.querySelector("[data-trouble]")
const is_as_sent = text.value === text.defaultValue // else the browser brought words back, or she was faster than this
let saved = is_as_sent ? words() : "", refused = "" // the words that the site has; the ones that it would not take
let told_at = 0
let timer, unsaved_since = 0, wait = 0, under_way = null, is_over = false, is_let_go = false, compared = 0

function words() {
  return JSON.stringify([...new FormData(form)].filter(([name]) => !NOT_HERS.includes(name)))
}

function is_unsaved() {
  return words() !== saved
}

function say(line, problem = "") {
  state.hidden = !line
  state.textContent = line
  if (trouble.textContent !== problem) trouble.textContent = problem
  // What the site has comes back from there, so that no old page shows older words; what it does not have yet, the
  // browser keeps over Back, and asks before it goes.
  form.autocomplete = is_unsaved() ? "on" : "off"
  window[problem ? "addEventListener" : "removeEventListener"]("beforeunload", ask_before_going)
}

function ask_before_going(event) {
  if (is_unsaved() && !is_let_go) event.preventDefault()
}

function save_in(milliseconds) {
  clearTimeout(timer)
  timer = setTimeout(save, milliseconds)
}

function changed() {
  if (is_over) return
  if (!is_unsaved()) return say(state.textContent, trouble.textContent)
  unsaved_since ||= Date.now()
  say(form.dataset.changed, trouble.textContent)
  if (!wait) save_in(Math.max(0, Math.min(PAUSE, unsaved_since + LONGEST_WAIT - Date.now())))
}

function is_to_be_saved() {
  return !is_over && is_unsaved() && words() !== refused && Boolean(text.value.trim())
}

async function save({ is_last = false } = {}) {
  if (!is_to_be_saved()) return
  if (under_way && !is_last) {
    await under_way
    return save()
  }
  clearTimeout(timer)
  unsaved_since = 0
  turn.value = Number(turn.value) + 1
  const sending = (under_way = send(is_last && text.value.length * 3 < MOST_KEPT_ALIVE))
  await sending
  if (under_way === sending) under_way = null
}

// Where the answer goes is for the door alone.
function kept_of_it() {
  const body = new FormData(form)
  body.delete("email")
  return body
}

async function send(keepalive) {
  const sent = words(), headers = { "X-CSRFToken": token() }
  try {
    const answer = await fetch(form.dataset.keep, { method: "POST", body: kept_of_it(), keepalive, headers })
    if ([409, 422].includes(answer.status)) return refuse(sent, answer.status === 409, (await answer.json()).said)
    if (!answer.ok) throw new Error(answer.status)
    take(sent, await answer.json())
  } catch {
    wait = Math.min(wait * 2 || FIRST_RETRY, SLOWEST_RETRY)
    say(form.dataset.changed, form.dataset.failed)
    save_in(wait)
  }
}

function take(sent, kept) {
  submission.value = kept.key
  revision.value = kept.revision
  saved = sent
  wait = 0
  const now = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "numeric", minute: "2-digit" })
  say(is_unsaved() ? form.dataset.changed : `${form.dataset.saved} ${now}`, kept.said || "")
  if (Date.now() - told_at > QUIET) tell_quietly(`${form.dataset.saved} ${now}`)
  if (is_unsaved()) save_in(PAUSE)
  compare()
}

function tell_quietly(line) {
  told_at = Date.now()
  form.querySelector("[data-quiet]").textContent = line
}

function refuse(sent, for_good, why) {
  refused = sent
  is_over = for_good
  wait = 0
  say(form.dataset.changed, why)
}

function token() {
  // Signing in elsewhere gives the browser a new one; the page has the old one.
  const current = document.cookie.match(/(?:^|; )(?:__Host-)?csrf=([^;]+)/)
  if (current) csrfmiddlewaretoken.value = current[1]
  return csrfmiddlewaretoken.value
}

async function compare() {
  if (!form.dataset.alike || Math.abs(text.value.length - compared) < WORTH_COMPARING) return
  compared = text.value.length
  const body = new FormData(), headers = { "X-CSRFToken": token() }
  body.set("text", text.value)
  const answer = await fetch(form.dataset.alike, { method: "POST", body, headers }).catch(() => null)
  if (answer?.ok) form.querySelector("[data-found]").innerHTML = await answer.text()
}

form.addEventListener("input", changed)
form.addEventListener("change", changed)
addEventListener("online", () => save())
addEventListener("pagehide", () => is_let_go || save({ is_last: true }))
document.addEventListener("visibilitychange", () => document.hidden && !is_let_go && save({ is_last: true }))
addEventListener("pageshow", event => {
  is_let_go = false
  if (event.persisted) is_unsaved() ? changed() : location.reload()
})

// A button takes her words along only when they are safe: where the site cannot be reached, she stays on this page.
form.addEventListener("submit", async event => {
  token()
  if (is_let_go || !(under_way || is_to_be_saved())) return
  event.preventDefault()
  await save()
  await new Promise(done => setTimeout(done)) // a form cannot be sent while it is being told of its sending
  if (wait) return
  is_let_go = true
  form.requestSubmit(event.submitter)
})

if (!is_as_sent) changed()
