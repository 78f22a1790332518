// While she writes: where help is, if her words speak of danger, and what could tell who she is. The words go to this site
// alone, which keeps nothing of it.
const place = document.querySelector("[data-listen]")
const form = place.closest("form")
const PAUSE = 2000 // milliseconds after the last key
const { text, csrfmiddlewaretoken } = form.elements
let timer, heard = text.defaultValue

async function listen() {
  if (text.value === heard) return
  heard = text.value
  const body = new FormData()
  body.set("text", text.value)
  body.set("csrfmiddlewaretoken", csrfmiddlewaretoken.value)
  const answer = await fetch(place.dataset.listen, { method: "POST", body }).catch(() => null)
  if (!answer?.ok || text.value !== heard) return
  const html = await answer.text()
  if (html.trim() !== place.innerHTML.trim()) place.innerHTML = html // said anew only when it is new
}

text.addEventListener("input", () => {
  clearTimeout(timer)
  timer = setTimeout(listen, PAUSE)
})
