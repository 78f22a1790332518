// Leaves at once: what stands here is gone before the other page comes, and Back does not lead here again. Without
// JavaScript it is a plain link. Escape, three times, does the same.
const link = document.querySelector("[data-leave]")
const TIMES = 3, WITHIN = 2000 // milliseconds
let pressed = []

function leave(event) {
  event.preventDefault()
  // Whoever would ask "really?" about unsaved words is not asked.
  addEventListener("beforeunload", asking => asking.stopImmediatePropagation(), { capture: true })
  document.title = " "
  document.querySelector("link[rel=icon]")?.remove()
  document.documentElement.classList.add("is-left")
  location.replace(link.href)
}

addEventListener("keydown", event => {
  if (event.key !== "Escape") return (pressed = [])
  if (event.repeat) return
  pressed = [...pressed, event.timeStamp].filter(moment => event.timeStamp - moment < WITHIN)
  if (pressed.length >= TIMES) leave(event)
}, { capture: true })

link.addEventListener("click", event => event.ctrlKey || event.metaKey || event.shiftKey || leave(event))
link.querySelector("[hidden]").hidden = false // says how the keyboard does it
