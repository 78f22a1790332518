// The live preview: the server renders it, so that it is exactly what will stand on the page.
import { $, post } from "./page.js"

const PAUSE = 350 // milliseconds without a key
const ROOM = matchMedia("(min-width: 60rem)")

export function start() {
  const form = $("#answer-form")
  const box = $(".editor-preview")
  if (!form || !box) return
  const area = $("textarea", form)
  let timer = 0
  let shown = null

  async function look() {
    if (!box.open || shown === area.value) return
    const source = area.value
    try {
      const response = await post(form.dataset.preview, { text: source })
      if (!response.ok || response.redirected || source !== area.value) return
      $("#preview").innerHTML = await response.text()
      shown = source
    } catch {
      // no network: the last preview stands until the next key
    }
  }

  box.addEventListener("toggle", look)
  area.addEventListener("input", () => {
    clearTimeout(timer)
    timer = setTimeout(look, PAUSE)
  })
  if (ROOM.matches) box.open = true
  look()
}
