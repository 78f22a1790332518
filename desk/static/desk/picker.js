// Resources by two letters: [[wa offers what begins so or has it, arrows choose, Enter puts the address in.
import { $, WORDS, get, say } from "./page.js"
import { type } from "./typing.js"

const BEGUN = /\[\[([^[\]|\n]{2,40})$/
const PAUSE = 120 // milliseconds without a key before the server is asked

export function start() {
  const area = $("#answer-form textarea")
  const list = $("#found")
  if (!area || !list) return
  let timer = 0
  let asked = ""
  area.setAttribute("aria-autocomplete", "list")
  area.setAttribute("aria-controls", "found")

  const typed = () => (area.selectionStart === area.selectionEnd ? BEGUN.exec(area.value.slice(0, area.selectionStart)) : null)
  const chosen = () => $("[aria-selected=true]", list)

  function close() {
    list.hidden = true
    area.removeAttribute("aria-activedescendant")
  }

  function choose(option) {
    chosen()?.setAttribute("aria-selected", "false")
    option?.setAttribute("aria-selected", "true")
    option?.scrollIntoView({ block: "nearest" })
    if (option) area.setAttribute("aria-activedescendant", option.id)
  }

  function take(option) {
    const begun = typed()
    if (!begun) return close()
    const after = area.value.slice(area.selectionStart, area.selectionStart + 2) === "]]" ? 2 : 0
    type(area, `[[${option.dataset.slug}]]`, area.selectionStart - begun[0].length, area.selectionStart + after)
    close()
  }

  function offer(found) {
    list.replaceChildren(
      ...found.map(({ slug, title, kind, draft }, at) => {
        const option = document.createElement("li")
        option.id = `found-${at}`
        option.role = "option"
        option.dataset.slug = slug
        option.setAttribute("aria-selected", "false")
        option.textContent = [title, kind, draft && WORDS.draft].filter(Boolean).join(" · ")
        return option
      }),
    )
    list.hidden = !found.length
    say(found.length ? WORDS.found.replace("…", found.length) : WORDS.none)
    choose(list.firstElementChild)
  }

  async function look() {
    const begun = typed()
    if (!begun) return close()
    asked = begun[1]
    try {
      const response = await get(`${WORDS.resources}?q=${encodeURIComponent(asked)}`)
      if (response.ok && typed()?.[1] === asked) offer((await response.json()).found)
    } catch {
      close() // no network: what she types stands as it is
    }
  }

  area.addEventListener("input", () => {
    clearTimeout(timer)
    if (typed()) timer = setTimeout(look, PAUSE)
    else close()
  })
  area.addEventListener("keydown", event => {
    if (list.hidden) return
    const to = { ArrowDown: chosen()?.nextElementSibling, ArrowUp: chosen()?.previousElementSibling }[event.key]
    if (event.key === "Escape") close()
    else if (["Enter", "Tab"].includes(event.key) && chosen() && !event.ctrlKey) take(chosen())
    else if (event.key.startsWith("Arrow") && ["ArrowDown", "ArrowUp"].includes(event.key)) choose(to ?? chosen())
    else return
    event.preventDefault()
    event.stopImmediatePropagation()
  })
  list.addEventListener("pointerdown", event => {
    event.preventDefault() // the text keeps the focus
    const option = event.target.closest("[role=option]")
    if (option) take(option)
  })
  area.addEventListener("blur", close)
}
