// Fill tables as in a spreadsheet, and save each entry as it is made. The page is complete without this file.

const form = document.getElementById("entry-form");
const text = form.dataset;
const status = document.getElementById("entry-status");
const MOST_AT_ONCE = 100;
const PAUSE = 400; // milliseconds between a change and its saving
const AGAIN = 10_000; // until a failed saving is tried again
const changed = new Map(); // name of the field → the field
let running = false;
let timer = null;
let lastCell = null;
let before = "";
let isSubmitting = false;

const words = (template, values) => template.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");
const say = (message) => { if (status.textContent !== message) status.textContent = message; };
const isCell = (element) => element?.matches?.("input[data-cell]");
const csrfToken = () => document.cookie.split("; ").find((item) => item.startsWith("csrftoken="))?.slice("csrftoken=".length) ?? form.elements.csrfmiddlewaretoken.value;

// Saving

function change(field) {
  changed.set(field.name, field);
  field.classList.add("is-unsaved");
  say(text.textChanged);
  schedule(PAUSE);
}

function schedule(wait) {
  clearTimeout(timer);
  timer = setTimeout(save, wait);
}

const keyOf = (name) => name.slice(name.indexOf(":") + 1);
const valueOf = (field) => (field.type === "radio" ? form.elements[field.name].value : field.value);
const hidden = (kind, key) => form.querySelector(`input[name="${CSS.escape(`${kind}:${key}`)}"]`);

async function save() {
  clearTimeout(timer);
  if (running || changed.size === 0) return;
  running = true;
  // An entry with an open conflict waits for the choice.
  const sent = [...changed.values()].filter((field) => !hidden("now", keyOf(field.name))).slice(0, MOST_AT_ONCE).map((field) => [field, valueOf(field)]);
  if (sent.length) await send(sent);
  running = false;
  if ([...changed.values()].some((field) => !hidden("now", keyOf(field.name))) && timer === null) schedule(PAUSE);
}

async function send(sent, keep = "") {
  timer = null;
  const data = new URLSearchParams({ csrfmiddlewaretoken: csrfToken() });
  for (const [field, value] of sent) {
    const key = keyOf(field.name);
    data.set(field.name, value);
    data.set(`seen:${key}`, hidden("seen", key)?.value ?? "0");
    const now = hidden("now", key);
    if (now) data.set(now.name, now.value);
  }
  if (keep) data.set("keep", keep);
  for (const row of form.querySelectorAll("input[name='rows']")) data.append("rows", row.value);
  say(text.textSaving);
  let answer = null;
  try {
    answer = await fetch(text.save, { method: "POST", body: data, redirect: "manual", headers: { "X-CSRFToken": csrfToken() } });
  } catch { /* no connection: told below */ }
  const body = answer ? await answer.text().catch(() => "") : "";
  if (answer?.ok) return void saved(sent, body);
  failed(answer, body);
}

function saved(sent, body) {
  for (const [field, value] of sent) {
    if (valueOf(field) !== value) continue; // typed on meanwhile: stays to be saved
    changed.delete(field.name);
    field.classList.remove("is-unsaved");
  }
  for (const place of form.querySelectorAll(".kp-cell__hints")) place.replaceChildren();
  window.htmx.swap(status, body, { swapStyle: "none" });
  for (const cell of form.querySelectorAll("input[data-cell]")) mark(cell);
  const hasConflict = form.querySelector("[data-conflict]");
  const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  say(hasConflict ? text.textConflict : changed.size ? text.textChanged : words(text.textSaved, { time }));
}

function mark(cell) {
  const place = cell.parentElement;
  if (place.querySelector(".is-error, .is-blocker, [data-conflict]")) cell.setAttribute("aria-invalid", "true");
  else cell.removeAttribute("aria-invalid");
}

function failed(answer, body) {
  const isSignedOut = answer && (answer.status === 401 || answer.status === 403 || answer.type === "opaqueredirect");
  const isRefused = answer && (answer.status === 409 || answer.status === 422);
  say(isSignedOut ? text.textSignedOut : isRefused ? words(text.textRefused, { reason: body }) : text.textOffline);
  schedule(AGAIN);
}

addEventListener("online", () => schedule(0));
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(); });
addEventListener("beforeunload", (event) => { if (changed.size && !isSubmitting) event.preventDefault(); });
form.addEventListener("submit", () => {
  isSubmitting = true;
  clearTimeout(timer);
  form.elements.csrfmiddlewaretoken.value = csrfToken();
});
addEventListener("pageshow", () => { isSubmitting = false; });

form.addEventListener("change", (event) => { if (event.target.matches("[data-cell], [data-answer]")) change(event.target); });
form.addEventListener("input", (event) => { if (event.target.matches("[data-cell], textarea[data-answer]")) { changed.set(event.target.name, event.target); say(text.textChanged); schedule(1500); } });

// Whose entry stays

form.addEventListener("click", (event) => {
  const button = event.target.closest("button[name='keep']");
  if (!button) return;
  event.preventDefault();
  const [whose] = button.value.split(":", 1);
  const key = button.value.slice(whose.length + 1);
  const field = form.querySelector(`[name="${CSS.escape(`cell:${key}`)}"], [name="${CSS.escape(`text:${key}`)}"], [name="${CSS.escape(`choice:${key}`)}"]`);
  if (field.type === "radio") return void form.requestSubmit(button);
  if (whose === "theirs") field.value = button.dataset.theirs;
  changed.set(field.name, field);
  field.focus();
  // Theirs, sent over the version in which it stands, is what stands: nothing changes but the version that I see.
  running = true;
  send([[field, field.value]], `mine:${key}`).finally(() => { running = false; if (changed.size && timer === null) schedule(PAUSE); });
});

// Move as in a spreadsheet

const rowsOf = (cell) => [...cell.closest("tbody").rows].map((row) => [...row.querySelectorAll("input[data-cell]")]).filter((row) => row.length);

function place(cell) {
  const rows = rowsOf(cell);
  const row = rows.findIndex((cells) => cells.includes(cell));
  return { rows, row, column: rows[row].indexOf(cell) };
}

function go(cell, down, along) {
  const { rows, row, column } = place(cell);
  const next = rows[row + down]?.[column + along];
  if (!next) return false;
  next.focus();
  next.select();
  return true;
}

form.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
    event.preventDefault();
    return void save();
  }
  if (event.target.matches("[data-country]") && event.key === "Enter") {
    event.preventDefault();
    return void event.target.closest(".kp-entryadd").querySelector("button[name='add-row'], button[name='find']")?.focus();
  }
  if (!isCell(event.target) || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const cell = event.target;
  const isRtl = document.documentElement.dir === "rtl";
  const all = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
  const moves = {
    ArrowUp: () => go(cell, -1, 0),
    ArrowDown: () => go(cell, 1, 0),
    Enter: () => go(cell, event.shiftKey ? -1 : 1, 0) || true,
    ArrowLeft: () => (all || cell.selectionEnd === 0) && go(cell, 0, isRtl ? 1 : -1),
    ArrowRight: () => (all || cell.selectionStart === cell.value.length) && go(cell, 0, isRtl ? -1 : 1),
  };
  if (event.key === "Escape" && cell.value !== before) {
    cell.value = before;
    change(cell);
  } else if (!event.shiftKey || event.key === "Enter") {
    if (moves[event.key]?.()) event.preventDefault();
  }
});

form.addEventListener("focusin", (event) => {
  if (!isCell(event.target)) return;
  lastCell = event.target;
  before = lastCell.value;
  lastCell.select();
});

// Paste a block: what fits is taken, what does not is shown, nothing is lost

form.addEventListener("paste", (event) => {
  const pasted = event.clipboardData?.getData("text/plain") ?? "";
  if (!isCell(event.target) || !/[\t\n\r]/.test(pasted.replace(/[\r\n]+$/, ""))) return;
  event.preventDefault();
  const lines = pasted.replace(/\r\n?/g, "\n").replace(/\n+$/, "").split("\n").map((line) => line.split("\t").map((value) => value.trim().replace(/^"(.*)"$/, "$1")));
  const { rows, row, column } = place(event.target);
  const left = [];
  let taken = 0;
  for (const [down, values] of lines.entries()) {
    const rest = values.map((value, along) => {
      const cell = rows[row + down]?.[column + along];
      if (!cell) return value;
      taken += 1;
      if (cell.value !== value) { cell.value = value; changed.set(cell.name, cell); cell.classList.add("is-unsaved"); }
      return "";
    });
    if (rest.some((value) => value)) left.push(rest);
  }
  tellPasted(event.target, taken, lines.length, left);
  schedule(0);
});

function tellPasted(cell, taken, lines, left) {
  const note = cell.closest("table").nextElementSibling;
  const number = left.flat().filter(Boolean).length;
  note.textContent = words(text.textPasted, { taken, lines }) + (number ? ` ${words(text.textLeft, { left: number })}` : "");
  note.setAttribute("role", "status");
  note.hidden = false;
  note.parentElement.querySelector("textarea[data-rest]")?.remove();
  if (!number) return;
  const rest = document.createElement("textarea");
  Object.assign(rest, { className: "form-control", rows: 4, readOnly: true, value: left.map((values) => values.join("\t")).join("\n") });
  rest.dataset.rest = "";
  rest.setAttribute("aria-label", note.textContent);
  note.after(rest);
}

// Buttons that fill the last cell

const buttons = document.getElementById("fill-buttons");
buttons.hidden = !form.querySelector("input[data-cell]");
buttons.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-fill]");
  const cell = lastCell ?? form.querySelector("input[data-cell]");
  if (!button || !cell) return;
  cell.value = button.dataset.fill;
  change(cell);
  cell.focus();
});

// A row for a country

form.addEventListener("click", async (event) => {
  const button = event.target.closest("button[name='add-row']");
  if (!button) return;
  event.preventDefault();
  const [code, iso3] = button.value.split("|");
  const id = `row-${code.replaceAll(".", "_")}-${iso3}`;
  if (!document.getElementById(id)) {
    const answer = await fetch(`${text.row}?${new URLSearchParams({ row: button.value })}`).catch(() => null);
    if (!answer?.ok) return void form.requestSubmit(button);
    const holder = document.createElement("template");
    holder.innerHTML = await answer.text();
    document.getElementById(`b-q-${code.replaceAll(".", "_")}`).append(holder.content);
    const kept = Object.assign(document.createElement("input"), { type: "hidden", name: "rows", value: button.value });
    form.append(kept);
  }
  const added = button.closest(".kp-entryadd");
  added.querySelector("input[data-country]").value = "";
  added.querySelector("[aria-live]").replaceChildren();
  document.getElementById(id).querySelector("input[data-cell]")?.focus();
});
