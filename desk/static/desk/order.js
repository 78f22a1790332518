// Rows that are put in order by dragging a handle, or with the arrow keys on it. The numbers beside the rows stay the
// truth: this only writes them anew, and the form sends them. Without JavaScript they are typed.
const NUMBER = 'input[name^="position-"], input[name$="-position"]'
const LISTS = "[data-order], .inline-group .tabular tbody"
const WORDS = document.querySelector("script[data-this-row]").dataset // in the reader's language

const rowsOf = list => [...list.children].filter(row => row.querySelector(NUMBER) && !row.classList.contains("empty-form"))

function number(list) {
  rowsOf(list).forEach((row, place) => {
    const input = row.querySelector(NUMBER)
    if (input.value === String(place + 1)) return
    input.value = place + 1
    input.dispatchEvent(new Event("change", { bubbles: true }))
  })
}

// Moves a row by one place, and keeps the focus where it is.
function step(handle, row, list, by) {
  const rows = rowsOf(list)
  const other = rows[rows.indexOf(row) + by]
  if (!other) return
  by < 0 ? other.before(row) : other.after(row)
  number(list)
  handle.focus()
}

// Puts the row before the first whose middle lies below the pointer.
function follow(row, list, y) {
  const others = rowsOf(list).filter(other => other !== row)
  const below = others.find(other => {
    const box = other.getBoundingClientRect()
    return y < box.top + box.height / 2
  })
  if (below ? below.previousElementSibling === row : others.at(-1)?.nextElementSibling === row) return
  below ? below.before(row) : others.at(-1)?.after(row)
}

function addHandle(row, list) {
  if (row.querySelector(".move-handle")) return
  const handle = document.createElement("button")
  handle.type = "button"
  handle.className = "move-handle"
  handle.textContent = "↕"
  handle.title = WORDS.hint
  const chosen = row.querySelector("select")?.selectedOptions[0]?.text
  const written = row.querySelector("textarea")?.value || chosen // the labels of such a row are those of every row
  const name = written || row.querySelector("label")?.textContent || WORDS.thisRow
  handle.setAttribute("aria-label", WORDS.move.replace("%s", () => name))
  handle.addEventListener("keydown", event => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if (!by) return
    event.preventDefault()
    step(handle, row, list, by)
  })
  handle.addEventListener("pointerdown", event => {
    event.preventDefault()
    handle.focus()
    row.classList.add("is-moving")
    const move = moved => follow(row, list, moved.clientY)
    const end = () => {
      document.removeEventListener("pointermove", move)
      row.classList.remove("is-moving")
      number(list)
    }
    document.addEventListener("pointermove", move)
    document.addEventListener("pointerup", end, { once: true })
    document.addEventListener("pointercancel", end, { once: true })
  })
  row.querySelector(NUMBER).after(handle)
}

for (const list of document.querySelectorAll(LISTS)) {
  const addHandles = () => rowsOf(list).forEach(row => addHandle(row, list))
  addHandles()
  new MutationObserver(addHandles).observe(list, { childList: true }) // "add another" brings new rows
}
