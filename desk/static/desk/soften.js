// Words that are selected in a message stand ready in its form when "Soften a detail" is opened.
function take(event) {
  const box = event.target.closest?.("[data-soften] > summary")?.parentElement
  const selected = getSelection()
  const message = box?.closest("article").querySelector(".desk-text")
  if (!box || selected.isCollapsed || !message.contains(selected.anchorNode) || !message.contains(selected.focusNode)) return
  box.querySelector("[name=passage]").value = selected.toString().trim().replace(/\s+/g, " ")
}

for (const way of ["mousedown", "touchstart", "keydown"]) document.addEventListener(way, take)
