// Many messages by keyboard. Every key presses what stands on the page as a button, a link or a tick box.
const form = document.querySelector("[data-many]")
const boxes = form ? [...form.querySelectorAll("[name=comment]")] : []
let at = -1

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("textarea, select, input:not([type=checkbox])")
  if (typing || document.cookie.includes("desk_keys=off") || event.ctrlKey || event.metaKey || event.altKey) return
  const act = { j: () => go(at + 1), k: () => go(at - 1), x: tick, "*": tickAll }[event.key] ?? press(event.key)
  if (!act) return
  event.preventDefault()
  act()
})

for (const [index, box] of boxes.entries()) box.addEventListener("focus", () => { at = index })
document.querySelector('[data-key="*"]')?.addEventListener("click", (event) => {
  event.preventDefault()
  tickAll()
})

function go(index) {
  at = Math.max(0, Math.min(index, boxes.length - 1))
  boxes[at]?.focus()
}

function tick() {
  if (at < 0) at = 0
  if (!boxes[at]) return
  boxes[at].checked = !boxes[at].checked
  go(at + 1)
}

function tickAll() {
  const all = boxes.every((box) => box.checked)
  for (const box of boxes) box.checked = !all
}

function press(key) {
  const found = /^[a-z]$/.test(key) && document.querySelector(`[data-key="${key}"]`)
  if (!found) return null
  if (found.matches("input")) return () => found.focus()
  return () => {
    if (key !== "z" && boxes[at] && !boxes.some((box) => box.checked)) boxes[at].checked = true
    found.click()
  }
}
