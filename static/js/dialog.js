// <a href="/same/act/" data-dialog="id of a dialog">: opens the dialog instead of the page that does the same.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-dialog]");
  const dialog = link && document.getElementById(link.dataset.dialog);
  if (!dialog || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  dialog.showModal();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("dialog [data-close]");
  if (!button) return;
  event.preventDefault();
  button.closest("dialog").close();
});
