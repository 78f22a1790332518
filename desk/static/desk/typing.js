// Changes a text as if it were typed, so that the browser's own undo takes it back.
export function type(area, words, start = area.selectionStart, end = area.selectionEnd) {
  area.focus()
  area.setSelectionRange(start, end)
  const done = words ? document.execCommand("insertText", false, words) : document.execCommand("delete")
  if (!done) {
    area.setRangeText(words, start, end, "end") // a browser that cannot: the change stands, its undo does not
    area.dispatchEvent(new InputEvent("input", { bubbles: true }))
  }
}

// Types words as paragraphs of their own.
export function typeApart(area, words) {
  const before = area.value.slice(0, area.selectionStart)
  const gap = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n"
  type(area, `${gap}${words}\n\n`)
}
