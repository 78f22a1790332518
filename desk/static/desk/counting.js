// How many wait, in the tab and on the icon of an installed desk: asked again while the page lies open, so that the number is
// true when she comes back to it.
import { $, WORDS, get, isJson, toldWaiting } from "./page.js"

const EVERY = 120_000 // milliseconds

let asked = Date.now()

export async function count() {
  if (Date.now() - asked < EVERY / 4) return
  asked = Date.now()
  try {
    const response = await get(WORDS.waiting)
    if (!response.ok || !isJson(response)) return
    const { waiting } = await response.json()
    toldWaiting(waiting)
    const number = $('[data-count="waiting"]')
    if (number) number.textContent = waiting
  } catch {
    // without a net the number stays what it was
  }
}

document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && count())
setInterval(count, EVERY)
