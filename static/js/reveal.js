// A Show button in every password field. It never leaves a password readable in a form that is sent.
function button(input) {
  const toggle = document.createElement("button");
  toggle.type = "button";
  toggle.className = "toggle";
  toggle.setAttribute("aria-controls", input.id);
  return toggle;
}

function show(input, toggle, visible) {
  input.type = visible ? "text" : "password";
  toggle.textContent = visible ? "Hide" : "Show";
  toggle.setAttribute("aria-label", visible ? "Hide password" : "Show password");
}

for (const input of document.querySelectorAll("input[type=password]")) {
  const toggle = button(input);
  const frame = document.createElement("div");
  const focused = document.activeElement === input;
  frame.className = "reveal";
  input.replaceWith(frame);
  frame.append(input, toggle);
  input.spellcheck = false;
  input.autocapitalize = "none";
  if (focused) input.focus();
  show(input, toggle, false);
  toggle.addEventListener("click", () => show(input, toggle, input.type === "password"));
  input.form?.addEventListener("submit", () => show(input, toggle, false));
}
