// Without a net: a page that says so is at hand, and no form sends words into nothing (see sw.js).
const { words } = document.querySelector("script[data-words]").dataset;
let sent; // the form on its way

function say() {
  sent.querySelector(".not-sent")?.remove();
  const note = Object.assign(document.createElement("p"), { className: "note desk-note not-sent", textContent: words });
  note.setAttribute("role", "alert");
  sent.append(note);
}

addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return; // a draft looks after itself
  sent = event.target;
  if (navigator.onLine) return;
  event.preventDefault();
  say();
});

addEventListener("load", () => navigator.serviceWorker?.register("/sw.js"));
navigator.serviceWorker?.addEventListener("message", () => sent && say());
