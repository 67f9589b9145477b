// A form that changes something is sent once, however often the button is pressed.
// The button stays where it is and keeps the focus; coming back to the page wakes it again.
const PATIENCE = 10_000; // milliseconds until a stopped or lost request may be tried again
const sent = new Set();

function wake(form) {
  sent.delete(form);
  for (const button of form.querySelectorAll("[data-once]")) {
    button.removeAttribute("aria-disabled");
    button.removeAttribute("data-once");
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || event.submitter?.formTarget || form.target) return;
  if (sent.has(form)) {
    event.preventDefault();
    return;
  }
  sent.add(form);
  event.submitter?.setAttribute("aria-disabled", "true");
  event.submitter?.setAttribute("data-once", "");
  setTimeout(wake, PATIENCE, form);
});

addEventListener("pageshow", () => [...sent].forEach(wake));
