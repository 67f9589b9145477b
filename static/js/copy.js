// Copy buttons: <button data-copy="text"> or <button data-copy-from="id of an element">; hidden where it cannot work.
const AGAIN = 2_000; // milliseconds until the button shows its own words again

function words(button) {
  return button.dataset.copy ?? document.getElementById(button.dataset.copyFrom)?.innerText ?? "";
}

async function copy(button) {
  const label = button.querySelector("[aria-live]");
  await navigator.clipboard.writeText(words(button));
  const before = label.textContent;
  if (before === "Copied") return;
  label.textContent = "Copied";
  setTimeout(() => (label.textContent = before), AGAIN);
}

for (const button of document.querySelectorAll("[data-copy], [data-copy-from]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", () => copy(button));
}
