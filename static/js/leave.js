// Leaves at once: what stands here is gone before the other page comes, and Back does not lead here again. The mark that it
// sets is the one of /leave/, to which the link leads without JavaScript: no page of hers is sent to this browser by Back
// until she opens it again. Escape, three times, does the same.
const link = document.querySelector("[data-leave]")
const MARK = "left=1"
const TIMES = 3, WITHIN = 2000 // milliseconds
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

addEventListener("keydown", event => {
  if (event.key !== "Escape") return (pressed = [])
  if (event.repeat) return
  pressed = [...pressed, event.timeStamp].filter(moment => event.timeStamp - moment < WITHIN)
  if (pressed.length >= TIMES) leave(event)
}, { capture: true })

link.addEventListener("click", event => event.ctrlKey || event.metaKey || event.shiftKey || leave(event))
link.querySelector("[hidden]").hidden = false // says how the keyboard does it
