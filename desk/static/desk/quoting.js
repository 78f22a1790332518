// Passages into the answer: quoted from a message or an earlier answer, or a saved reply.
import { $, $$, WORDS } from "./page.js"
import { typeApart } from "./typing.js"

const area = () => $("#answer-form textarea")

// Returns what is selected within an element, else all of its words.
function words(within) {
  const selection = getSelection()
  const inside = !selection.isCollapsed && within.contains(selection.anchorNode) && within.contains(selection.focusNode)
  return (inside ? selection.toString() : within.innerText).trim()
}

export function quote(row) {
  const selected = getSelection().anchorNode?.parentElement?.closest("[data-quotable]")
  const source = (!getSelection().isCollapsed && selected) || (row && $("[data-quotable]", row))
  if (!source || !area()) return
  const lines = words(source).split(/\n+/).filter(line => line.trim())
  typeApart(area(), lines.map(line => `> ${line}`).join("\n>\n"))
}

function button(label, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "quiet", textContent: label })
  made.addEventListener("pointerdown", event => event.preventDefault()) // what is selected stays selected
  made.addEventListener("click", act)
  return made
}

// Gives every passage its button, once.
export function start(root = document) {
  if (!area()) return
  for (const source of $$("[data-quotable]:not([data-ready])", root)) {
    source.dataset.ready = ""
    const acts = $(":scope > .desk-acts", source.parentElement) ?? source.parentElement
    acts.append(button(WORDS.quote, () => quote(source.parentElement)))
  }
  for (const saved of $$("[data-saved]:not([data-ready])", root)) {
    saved.dataset.ready = ""
    saved.after(button(WORDS.putIn, () => typeApart(area(), saved.textContent)))
  }
}
