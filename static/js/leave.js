// Leaves at once: what stands here is gone before the other page comes, and Back does not lead here again. The mark that it
// sets is the one of /leave/, to which the link leads without JavaScript: no page of hers is sent to this browser by Back
// until she opens it again. Escape, three times, does the same.
const link = document.querySelector("[data-leave]")
const MARK = "left=1"
const TIMES = 3, WITHIN = 2000 // milliseconds
const hint = link.querySelector("[hidden]"), dots = Array.from({ length: TIMES }, () => document.createElement("i"))
let pressed = []

function leave(event) {
  event.preventDefault()
  document.cookie = `${MARK}; path=/; SameSite=Lax${location.protocol === "https:" ? "; Secure" : ""}`
  // Whoever would ask "really?" about unsaved words is not asked.
  addEventListener("beforeunload", asking => asking.stopImmediatePropagation(), { capture: true })
  hide()
  location.replace(link.dataset.leave)
}

function hide() {
  document.title = " "
  document.querySelector("link[rel=icon]")?.remove()
  document.documentElement.classList.add("is-left")
}

// A page that the browser had kept whole is not asked of the site again: it looks itself.
addEventListener("pageshow", event => {
  if (!event.persisted || !document.cookie.split("; ").includes(MARK)) return
  hide()
  location.reload()
})

function light() {
  const since = performance.now() - WITHIN
  pressed = pressed.filter(moment => moment > since)
  dots.forEach((dot, number) => dot.classList.toggle("lit", number < pressed.length))
}

addEventListener("keydown", event => {
  if (event.repeat) return
  pressed = event.key === "Escape" ? [...pressed, event.timeStamp] : []
  light()
  setTimeout(light, WITHIN + 50)
  if (pressed.length >= TIMES) leave(event)
}, { capture: true })

link.addEventListener("click", event => event.ctrlKey || event.metaKey || event.shiftKey || leave(event))
hint.append(...dots)
hint.hidden = false // says how the keyboard does it, and how far it is
