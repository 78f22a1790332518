// What the desk's modules share: asking the server, putting a page or a part of it in place, and saying what happened.
// Every page of the desk works without them.
export const WORDS = document.querySelector("script[data-desk]").dataset // in the coach's language

const FRESH = 45_000 // milliseconds for which a page that was fetched ahead may be shown
const ahead = new Map() // address -> { at, html: Promise }
const leaving = [] // what has to be done before another page is put in place

export const $ = (selector, root = document) => root.querySelector(selector)
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)]

const token = () => document.cookie.match(/(?:^|; )(?:__Host-)?csrf=([^;]+)/)?.[1] ?? ""

// Sends fields to an address of the desk. The token is the cookie's own, so that signing in again elsewhere is enough.
export function post(address, fields, options = {}) {
  const body = new URLSearchParams(fields)
  body.delete("csrfmiddlewaretoken")
  return fetch(address, { method: "POST", headers: { "X-Part": "1", "X-CSRFToken": token() }, body, ...options })
}

export const get = address => fetch(address, { headers: { "X-Part": "1" } })

export const isJson = response => response.headers.get("Content-Type")?.startsWith("application/json")

// Read out, and shown where the page has a place for it.
export function say(sentence) {
  const place = $("#said")
  if (!place) return
  place.textContent = ""
  requestAnimationFrame(() => { place.textContent = sentence })
}

export function toldWaiting(number) {
  document.title = document.title.replace(/^\(\d+\) /, "")
  if (number) document.title = `(${number}) ${document.title}`
  navigator.setAppBadge?.(number || 0).catch(() => {}) // an installed desk; browsers that have none say nothing
}

export const beforeLeaving = act => leaving.push(act)

// Fetches a page that will probably be wanted next.
export function fetchAhead(address) {
  const known = ahead.get(address)
  if (known && Date.now() - known.at < FRESH) return known.html
  const html = fetch(address).then(response => (response.ok && !response.redirected ? response.text() : null))
  ahead.set(address, { at: Date.now(), html: html.catch(() => null) })
  return ahead.get(address).html
}

export const forgetAhead = () => ahead.clear()

// Puts another page of the desk in the place of this one, without a load; leads there when that cannot be done.
export async function open(address, { push = true } = {}) {
  for (const act of leaving) if ((await act()) === false) return false
  const [path] = address.split("#")
  const html = await fetchAhead(path)
  ahead.delete(path)
  if (!html || !show(html)) {
    location.href = address
    return true
  }
  history[push ? "pushState" : "replaceState"]({}, "", address)
  const target = address.includes("#") && document.getElementById(address.split("#")[1])
  if (target) target.scrollIntoView()
  else scrollTo(0, 0)
  focusOn(target || $("h1"))
  return true
}

// Puts the main part of a page's HTML in place.
export function show(html) {
  const page = new DOMParser().parseFromString(html, "text/html")
  const main = $("#content-start", page)
  if (!main || !$("[data-screen]", page)) return false
  document.title = page.title
  $(".breadcrumbs")?.replaceWith($(".breadcrumbs", page) ?? "")
  $("#content-start").replaceChildren(...main.childNodes)
  document.dispatchEvent(new Event("desk:shown"))
  return true
}

// Shows another page of the thread that is open, and leaves what is being written beside it alone.
export async function turn(address, { push = true } = {}) {
  if (!(await refresh(address))) return (location.href = address)
  if (push) history.pushState({}, "", address)
  const target = document.getElementById(address.split("#")[1]) ?? $("#conversation")
  target.scrollIntoView()
  focusOn(target)
}

// The page of the thread that is shown: what is to be answered, and so the page that opens, may be another one by now.
function shown() {
  const number = $("#conversation")?.dataset.page
  return location.pathname + (number ? `?page=${number}` : "")
}

// Brings what is marked with data-fresh up to date, and leaves what is being written alone. Returns whether it did.
export async function refresh(address = shown()) {
  let response = await fetch(address)
  if (response.status === 404) response = await fetch(location.pathname) // its last message went elsewhere
  if (!response.ok || response.redirected) return false
  const page = new DOMParser().parseFromString(await response.text(), "text/html")
  const focused = document.activeElement?.closest("[data-row]")?.id
  const isUnfolded = Boolean($(".desk-older[open]"))
  for (const part of $$("[data-fresh]")) part.replaceWith($(`#${part.id}`, page) ?? "")
  for (const name of ["to", "revision"]) {
    const [here, there] = [$(`#answer-form [name=${name}]`), $(`#answer-form [name=${name}]`, page)]
    if (here && there) here.value = there.value
  }
  $(".desk-older")?.toggleAttribute("open", isUnfolded)
  document.dispatchEvent(new Event("desk:refreshed"))
  focusOn(focused && document.getElementById(focused))
  return true
}

export function focusOn(element) {
  if (!element) return
  if (!element.matches("a, button, input, textarea, select, [tabindex]")) element.tabIndex = -1
  element.focus({ preventScroll: !element.matches("[data-row], [data-row] *") })
}
