// Small comforts. Every page is complete without this file.

const WIDE = matchMedia("(min-width: 60rem)"); // as .kp-fold in components.css

// Copy the text of an element. The button is hidden until we know that the browser can do it.
function showCopyButtons(root) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("button[data-copy][hidden]")) button.hidden = false;
}

async function copy(button) {
  const target = document.getElementById(button.dataset.copy);
  if (!target) return;
  await navigator.clipboard.writeText(target.textContent.trim().replace(/\s+/g, " "));
  const status = button.nextElementSibling;
  if (status?.getAttribute("role") === "status") status.textContent = button.dataset.copied;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button[data-copy]");
  if (button) copy(button).catch(() => {});
});

// Sort at once when a choice was made with the pointer. The arrow keys change the value step by step, so
// people who use the keyboard send the form with its button.
let byKeyboard = false;
document.addEventListener("keydown", () => { byKeyboard = true; }, true);
document.addEventListener("pointerdown", () => { byKeyboard = false; }, true);
document.addEventListener("change", (event) => {
  if (!byKeyboard && event.target.matches?.("select[data-autosubmit]")) event.target.form?.requestSubmit();
});

// Keep filters open on wide pages where the style sheet alone cannot.
function unfold() {
  for (const fold of document.querySelectorAll("details.kp-fold")) fold.open = WIDE.matches;
}
if (!CSS.supports("selector(::details-content)")) {
  unfold();
  WIDE.addEventListener("change", unfold);
}

document.querySelector("[data-focus]")?.focus();
showCopyButtons(document);
document.addEventListener("htmx:afterSwap", (event) => showCopyButtons(event.target));
