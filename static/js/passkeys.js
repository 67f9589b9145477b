// Passkeys: <form data-passkey="create|get" data-options="id of a JSON block" hidden> with a hidden field "credential".
// Without data-options the options come from the form's own address. Forms appear only where the browser can do it.
const api = window.PublicKeyCredential;
const able = Boolean(api?.parseCreationOptionsFromJSON && api?.parseRequestOptionsFromJSON);

const ceremonies = {
  create: ({ creation_options: options }) =>
    navigator.credentials.create({ publicKey: api.parseCreationOptionsFromJSON(options.publicKey) }),
  get: ({ request_options: options }) =>
    navigator.credentials.get({ publicKey: api.parseRequestOptionsFromJSON(options.publicKey) }),
};

async function optionsOf(form) {
  const block = document.getElementById(form.dataset.options);
  if (block) return JSON.parse(block.textContent);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`options: ${answer.status}`);
  return answer.json();
}

async function perform(form) {
  const problem = form.querySelector("[data-passkey-problem]");
  problem.hidden = true;
  try {
    const credential = await ceremonies[form.dataset.passkey](await optionsOf(form));
    form.elements.credential.value = JSON.stringify(credential);
    form.submit();
  } catch {
    problem.hidden = false;
  }
}

for (const form of able ? document.querySelectorAll("form[data-passkey]") : []) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    perform(form);
  });
}

for (const notice of able ? document.querySelectorAll("[data-passkeys-missing]") : []) notice.hidden = true;
