// The error summary: takes the focus when the page opens, and its links put the cursor into the field they name.
const summary = document.querySelector(".error-summary");

function control(link) {
  const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  const inside = "input:not([type=hidden]):enabled, select:enabled, textarea:enabled";
  return target?.matches(inside) ? target : target?.querySelector(inside) ?? target;
}

summary?.focus();
summary?.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  const field = link && control(link);
  if (!field) return;
  event.preventDefault();
  (field.closest(".field") ?? field).scrollIntoView({ block: "nearest" });
  field.focus({ preventScroll: true });
});
