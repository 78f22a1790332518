// Thanks without losing one's place: the page that answers brings the new state of that one message. Whatever goes wrong,
// the form is sent as if this were not here.
document.addEventListener("submit", async event => {
  const form = event.target, { submitter } = event
  if (!form.matches("[data-thanks]")) return
  event.preventDefault()
  const comment = form.closest(".comment"), sent = new FormData(form)
  sent.set(submitter.name, submitter.value)
  try {
    const answer = await fetch(form.action, { method: "POST", body: sent })
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    const fresh = page.getElementById(comment.id), button = fresh.querySelector("[data-thanks] button")
    comment.replaceWith(fresh)
    button.focus()
  } catch {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: submitter.name, value: submitter.value }))
    form.submit()
  }
})
