// The permission editor says in one sentence what the ticked boxes come to. Without script the sentence of the last save stays.
const join = (boxes) => boxes.map((box) => box.labels[0].textContent.trim()).join(", ");

for (const form of document.querySelectorAll("form[data-outcome]")) {
  const said = form.querySelector(".outcome");
  const boxes = [...form.querySelectorAll("input[type=checkbox]:enabled")];
  form.addEventListener("change", () => {
    const on = boxes.filter((box) => box.checked);
    const off = boxes.filter((box) => !box.checked);
    const able = on.length ? `and: ${join(on)}.` : "and nothing else.";
    said.textContent = `${form.dataset.outcome} will be able to see the overview ${able}${off.length ? ` Not: ${join(off)}.` : ""}`;
  });
}
