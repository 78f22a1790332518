// Passkeys: the browser's part. A form with data-passkey="create" or "get" asks her device, and sends what it says in its
// hidden field `credential`. What the device is asked stands in the page as JSON, or is fetched from data-options-from.

const bytes = text => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), letter => letter.charCodeAt(0))

const base64url = buffer => buffer && btoa(Array.from(new Uint8Array(buffer), code => String.fromCharCode(code)).join(""))
  .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")

const withBytes = keys => keys?.map(key => ({...key, id: bytes(key.id)}))

function understood(options) {
  const asked = {...options, challenge: bytes(options.challenge)}
  if (options.user) asked.user = {...options.user, id: bytes(options.user.id)}
  if (options.excludeCredentials) asked.excludeCredentials = withBytes(options.excludeCredentials)
  if (options.allowCredentials) asked.allowCredentials = withBytes(options.allowCredentials)
  return asked
}

function told(credential) {
  const said = credential.response
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]
  const response = Object.fromEntries(parts.filter(part => said[part]).map(part => [part, base64url(said[part])]))
  if (said.getTransports) response.transports = said.getTransports()
  return {
    id: credential.id, rawId: base64url(credential.rawId), type: credential.type, response,
    clientExtensionResults: credential.getClientExtensionResults()
  }
}

async function optionsOf(form) {
  if (!form.dataset.optionsFrom) return JSON.parse(document.getElementById("passkey-options").textContent)
  const answer = await fetch(form.dataset.optionsFrom, {headers: {"X-Requested-With": "XMLHttpRequest"}})
  return answer.json()
}

// Each passkey of this site is kept on her device and asks for her finger, face or number.
const choosing = {residentKey: "required", requireResidentKey: true, userVerification: "required"}

async function ask(form) {
  const options = await optionsOf(form)
  const publicKey = understood((options.creation_options ?? options.request_options).publicKey)
  if (form.dataset.passkey === "get") return navigator.credentials.get({publicKey})
  return navigator.credentials.create({publicKey: {...publicKey, authenticatorSelection: choosing}})
}

function prepare(form) {
  const show = name => form.querySelectorAll(`[data-when=${name}]`).forEach(part => { part.hidden = false })
  const isHere = window.isSecureContext && window.PublicKeyCredential
  const name = form.dataset.name
  if (!isHere || (location.hostname !== name && !location.hostname.endsWith(`.${name}`))) return show(isHere ? "elsewhere" : "never")
  show("ready")
  form.addEventListener("submit", async event => {
    if (form.elements.credential.value) return
    event.preventDefault()
    try {
      form.elements.credential.value = JSON.stringify(told(await ask(form)))
      form.submit()
    } catch {
      show("failed")
    }
  })
}

document.querySelectorAll("form[data-passkey]").forEach(prepare)
