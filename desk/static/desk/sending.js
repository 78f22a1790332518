// Sending an answer: the next one who waits was fetched ahead and stands there as soon as the server has taken this one.
import { $, WORDS, fetchAhead, focusOn, forgetAhead, isJson, open, post, say, show, toldWaiting } from "./page.js"
import { showBar } from "./acts.js"
import { pause, sent } from "./saving.js"

export function start() {
  const form = $("#answer-form")
  const next = $("[data-next]")?.getAttribute("href")
  if (next) (window.requestIdleCallback ?? setTimeout)(() => fetchAhead(next))
  if (!form) return
  for (const button of form.querySelectorAll("[data-no-script]")) button.hidden = true
  form.addEventListener("submit", event => {
    event.preventDefault()
    send(form)
  })
  if (next) $("textarea", form).addEventListener("input", () => fetchAhead(next)) // anew when it is no longer fresh
  $("textarea", form).addEventListener("keydown", event => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      form.requestSubmit()
    } else if (event.key === "Escape") {
      focusOn($("#answer-title"))
    }
  })
}

async function send(form) {
  const button = $("button:not([type], [formaction])", form)
  if (button.disabled) return
  button.disabled = true
  await pause()
  let response
  try {
    response = await post(form.getAttribute("action"), new FormData(form))
  } catch {
    return failed(button)
  }
  if (isJson(response) && response.ok) return goOn(await response.json())
  if ([409, 422].includes(response.status) && show(await response.text())) return focusOn($(".errorlist, #other"))
  failed(button)
}

function failed(button) {
  button.disabled = false
  $("#bar").replaceChildren(Object.assign(document.createElement("p"), { className: "desk-note", textContent: WORDS.failed }))
  say(WORDS.failed)
}

async function goOn({ said, next, bar, waiting }) {
  sent()
  if (next === WORDS.queue) forgetAhead()
  await open(next)
  showBar(bar)
  toldWaiting(waiting)
  say(said)
}
