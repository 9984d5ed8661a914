// Passkeys and security keys. A form with data-passkey says what to do with its button: "create" or "get" with the
// options in data-options, "sign-in" with options from data-source. The answer goes into the form's hidden field.
// Browsers that know no passkeys never see the button.

const bytes = (text) => {
  const raw = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(raw, (sign) => sign.charCodeAt(0));
};
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function forBrowser({ publicKey }) {
  const options = { ...publicKey, challenge: bytes(publicKey.challenge) };
  if (options.user) options.user = { ...options.user, id: bytes(options.user.id) };
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    if (options[list]) options[list] = options[list].map((key) => ({ ...key, id: bytes(key.id) }));
  }
  return { publicKey: options };
}

function forServer(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return {
    type: credential.type,
    id: credential.id,
    rawId: text(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

async function optionsOf(form) {
  if (form.dataset.passkey !== "sign-in") return JSON.parse(form.dataset.options);
  const answer = await fetch(form.dataset.source, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error("no options");
  return (await answer.json()).request_options;
}

function wishesOf(form, options) {
  const alone = form.elements.passwordless?.checked ?? false;
  options.publicKey.authenticatorSelection = {
    ...options.publicKey.authenticatorSelection,
    residentKey: alone ? "required" : "discouraged",
    requireResidentKey: alone,
    userVerification: alone ? "required" : "preferred",
  };
  return options;
}

async function use(form) {
  const options = await optionsOf(form);
  const credential = form.dataset.passkey === "create"
    ? await navigator.credentials.create(forBrowser(wishesOf(form, options)))
    : await navigator.credentials.get(forBrowser(options));
  form.elements.credential.value = JSON.stringify(forServer(credential));
  form.submit();
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const button = form.querySelector("button[data-passkey-button]");
  const status = form.querySelector("[role=status]");
  if (!window.PublicKeyCredential) continue;
  for (const part of document.querySelectorAll("[data-passkey-part]")) part.hidden = false;
  const start = (event) => {
    event.preventDefault();
    status.textContent = "";
    use(form).catch(() => { status.textContent = status.dataset.failed; });
  };
  button.addEventListener("click", start);
  form.addEventListener("submit", start);
}
