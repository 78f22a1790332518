// The editor's buttons and keys: each writes the signs that she could type herself.
import { $, $$ } from "./page.js"
import { type } from "./typing.js"

const around = (area, sign) => {
  const { selectionStart: start, selectionEnd: end, value } = area
  const inside = value.slice(start, end)
  const is = value.slice(start - sign.length, start) === sign && value.slice(end, end + sign.length) === sign
  if (is) {
    type(area, inside, start - sign.length, end + sign.length)
    area.setSelectionRange(start - sign.length, end - sign.length)
  } else {
    type(area, sign + inside + sign)
    area.setSelectionRange(start + sign.length, end + sign.length)
  }
}

// Puts a sign before each line that is selected, or takes it away where every line has it.
const before = (area, sign, pattern) => {
  const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1
  const stop = area.value.indexOf("\n", area.selectionEnd)
  const end = stop < 0 ? area.value.length : stop
  const lines = area.value.slice(start, end).split("\n")
  const has = lines.every(line => pattern.test(line))
  const changed = lines.map((line, at) => (has ? line.replace(pattern, "") : sign(at) + line.replace(pattern, "")))
  type(area, changed.join("\n"), start, end)
  if (lines.length > 1) area.setSelectionRange(start, start + changed.join("\n").length)
}

const link = area => {
  const { selectionStart: start, selectionEnd: end } = area
  const words = area.value.slice(start, end)
  type(area, `[${words}](https://)`)
  const at = words ? start + words.length + 3 : start + 1
  area.setSelectionRange(at, words ? at + "https://".length : at)
}

const TOOLS = {
  bold: area => around(area, "**"),
  italic: area => around(area, "*"),
  heading: area => before(area, () => "# ", /^#{1,4} /),
  list: area => before(area, () => "- ", /^[-*] /),
  steps: area => before(area, at => `${at + 1}. `, /^\d+[.)] /),
  quote: area => before(area, () => "> ", /^> /),
  link,
  resource: area => type(area, "[["),
}
const SHORT = { b: "bold", i: "italic", k: "link" }

// Lets the field be as high as its words, where the browser does not by itself.
function grow(area) {
  if (CSS.supports("field-sizing", "content")) return
  const fit = () => {
    area.style.height = "auto"
    area.style.height = `${area.scrollHeight + 2}px`
  }
  area.addEventListener("input", fit)
  fit()
}

export function start() {
  const bar = $(".editor-tools")
  const area = $("#answer-form textarea")
  if (!bar || !area) return
  bar.hidden = false
  grow(area)
  const buttons = $$("button", bar)
  buttons.forEach((button, at) => { button.tabIndex = at ? -1 : 0 })
  bar.addEventListener("click", event => TOOLS[event.target.closest("[data-tool]")?.dataset.tool]?.(area))
  bar.addEventListener("keydown", event => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!by) return
    event.preventDefault()
    const to = buttons[(buttons.indexOf(event.target) + by + buttons.length) % buttons.length]
    buttons.forEach(button => { button.tabIndex = button === to ? 0 : -1 })
    to.focus()
  })
  area.addEventListener("keydown", event => {
    const tool = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && SHORT[event.key.toLowerCase()]
    if (!tool) return
    event.preventDefault()
    TOOLS[tool](area)
  })
}
