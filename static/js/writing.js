// The page on which a brief is written: keeps entries on the server while people type, and makes long lists
// searchable. The page is complete without this file.

const form = document.getElementById("brief-form");
const status = document.getElementById("kept");
const text = form.dataset;
const PAUSE = 3000; // milliseconds without typing before the entries are kept
const AGAIN = 15000; // milliseconds until the next try when the server cannot be reached
const KEEPALIVE_MOST = 60000; // characters that a browser sends while the page is left
const STORE = `writing-${text.key}`;

// Keep entries

let isChanged = false;
let isLeaving = false;
let timer = 0;
let running = null;
let aborter = new AbortController();

const words = (template, values) => template.replace(/\{(\w+)\}/g, (_all, name) => values[name]);

function entries() {
  const data = new FormData(form);
  const sent = new URLSearchParams();
  for (const [name, value] of data) if (typeof value === "string") sent.append(name, value);
  const token = csrfToken();
  if (token) sent.set("csrfmiddlewaretoken", token);
  return sent;
}

// Whoever signed in again in another tab has a new token.
function csrfToken() {
  return document.cookie.split("; ").find((item) => item.startsWith("csrftoken="))?.slice("csrftoken=".length);
}

function say(message) {
  if (status.textContent !== message) status.textContent = message;
}

function changed() {
  isChanged = true;
  say(text.textChanged);
  schedule(PAUSE);
}

function schedule(wait) {
  clearTimeout(timer);
  timer = setTimeout(keep, wait);
}

async function keep() {
  clearTimeout(timer);
  if (!isChanged || isLeaving) return;
  if (running) return schedule(PAUSE);
  isChanged = false;
  const sent = entries();
  running = send(sent, false);
  const answer = await running;
  running = null;
  if (!isLeaving) report(answer, sent);
}

async function send(sent, keepalive) {
  try {
    return await fetch(text.autosave, { method: "POST", body: sent, keepalive, signal: keepalive ? undefined : aborter.signal, redirect: "manual", headers: { Accept: "application/json" } });
  } catch {
    return null;
  }
}

async function report(answer, sent) {
  if (answer?.ok) {
    forget();
    const { kept_at: at } = await answer.json();
    const time = new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    if (!isChanged) say(words(text.textKept, { time }));
    document.body.dispatchEvent(new CustomEvent("writing:kept"));
    return;
  }
  isChanged = true;
  remember(sent);
  const isSignedOut = answer && (answer.status === 401 || answer.status === 403 || answer.type === "opaqueredirect");
  say(isSignedOut ? text.textSignedOut : answer ? text.textRefused : text.textOffline);
  schedule(AGAIN);
}

// A copy for this tab alone, so that loading the page again while offline loses nothing.
function remember(sent) {
  const kept = new URLSearchParams(sent);
  kept.delete("csrfmiddlewaretoken");
  try { sessionStorage.setItem(STORE, kept.toString()); } catch { /* full or switched off: the page itself still has it */ }
}

function forget() {
  try { sessionStorage.removeItem(STORE); } catch { /* as above */ }
}

async function sendRemembered() {
  let kept = null;
  try { kept = sessionStorage.getItem(STORE); } catch { return; }
  if (!kept) return;
  const sent = new URLSearchParams(kept);
  sent.set("csrfmiddlewaretoken", csrfToken() ?? "");
  const answer = await send(sent, false);
  if (!answer?.ok) return;
  forget();
  location.reload(); // the server now offers these entries
}

function leave() {
  if (!isChanged || isLeaving) return;
  const sent = entries();
  remember(sent);
  send(sent, sent.toString().length <= KEEPALIVE_MOST).then((answer) => { if (answer?.ok) { isChanged = false; forget(); } });
}

form.addEventListener("input", (event) => { if (!event.target.closest(".kp-combo__input")) changed(); });
form.addEventListener("change", changed);
form.addEventListener("focusout", () => { if (isChanged) schedule(500); });
addEventListener("online", () => { if (isChanged) keep(); });
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") leave(); });
addEventListener("pagehide", leave);
form.addEventListener("submit", () => {
  isLeaving = true;
  clearTimeout(timer);
  if (running) aborter.abort(); // what is on its way must not arrive after the form itself
  forget();
  const token = csrfToken();
  if (token) form.elements.csrfmiddlewaretoken.value = token;
});
addEventListener("pageshow", () => { isLeaving = false; aborter = new AbortController(); });

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "s") {
    event.preventDefault();
    form.requestSubmit(form.querySelector("#save-bar button[name='save']"));
  }
});

// Count characters

function count(box) {
  const most = Number(box.dataset.most);
  const used = [...box.value].length;
  let line = box.nextElementSibling;
  if (!line?.classList.contains("kp-write__count")) {
    line = document.createElement("p");
    line.className = "kp-write__count";
    box.after(line);
  }
  line.textContent = words(text.textCount, { used, most });
  line.classList.toggle("kp-write__count--over", used > most);
  if (used > most) line.setAttribute("role", "status"); else line.removeAttribute("role");
}

form.addEventListener("input", (event) => { if (event.target.dataset?.most) count(event.target); });

// Search in lists: the combobox pattern of ARIA 1.2 in front of the list that the page sends. The list keeps the value.

let combos = 0;

class Combobox {
  constructor(select) {
    this.select = select;
    this.number = ++combos;
    this.options = [];
    this.active = -1;
    this.label = form.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    this.build();
    this.showChosen();
  }

  build() {
    const box = document.createElement("div");
    box.className = "kp-combo";
    this.input = document.createElement("input");
    Object.assign(this.input, { type: "text", id: `${this.select.id}-combo`, className: "form-control kp-combo__input", autocomplete: "off", spellcheck: false });
    this.list = document.createElement("ul");
    Object.assign(this.list, { id: `${this.select.id}-list`, className: "kp-combo__list", hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.label?.firstChild?.textContent ?? "");
    this.say = document.createElement("p");
    this.say.className = "visually-hidden";
    this.say.setAttribute("role", "status");
    for (const [name, value] of [["role", "combobox"], ["aria-expanded", "false"], ["aria-controls", this.list.id], ["aria-autocomplete", "list"]]) this.input.setAttribute(name, value);
    const described = this.select.getAttribute("aria-describedby");
    if (described) this.input.setAttribute("aria-describedby", described);
    if (this.select.getAttribute("aria-invalid")) this.input.setAttribute("aria-invalid", "true");
    if (this.select.multiple) {
      this.chosen = document.createElement("ul");
      this.chosen.className = "kp-combo__chosen";
      box.append(this.chosen);
    }
    box.append(this.input, this.list, this.say);
    this.select.before(box);
    this.select.hidden = true;
    if (this.select.autofocus) this.input.autofocus = true;
    // Links of the error summary lead to the list's id; the field that can be seen takes it over.
    const id = this.select.id;
    this.select.id = `${id}-value`;
    this.input.id = id;
    this.input.addEventListener("input", () => this.search());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("click", () => { if (this.list.hidden) this.search(true); });
    this.input.addEventListener("blur", () => setTimeout(() => this.close(true), 150));
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => { const item = event.target.closest("li[data-place]"); if (item) this.choose(Number(item.dataset.place)); });
  }

  showChosen() {
    const options = [...this.select.selectedOptions].filter((option) => option.value);
    if (!this.select.multiple) {
      this.input.value = options[0]?.label.replace(/^– /, "") ?? "";
      return;
    }
    this.chosen.replaceChildren(...options.map((option) => {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", textContent: `${option.label} ×` });
      button.setAttribute("aria-label", words(text.textDrop, { label: option.label }));
      button.addEventListener("click", () => { option.selected = false; this.showChosen(); this.input.focus(); changed(); });
      const item = document.createElement("li");
      item.append(button);
      return item;
    }));
    this.input.value = "";
  }

  async search(everything = false) {
    const query = everything ? "" : this.input.value.trim();
    const asked = (this.asked = Symbol(query));
    await new Promise((done) => setTimeout(done, query ? 150 : 0));
    if (this.asked !== asked) return;
    const found = query ? await this.ask(query) : this.own("");
    if (this.asked === asked) this.open(found);
  }

  own(query) {
    const wanted = query.toLocaleLowerCase();
    return [...this.select.options].filter((option) => option.value && option.label.toLocaleLowerCase().includes(wanted)).map((option) => ({ value: option.value, label: option.label, note: "" }));
  }

  async ask(query) {
    const asked = new URLSearchParams({ q: query });
    if (this.select.dataset.schemes) asked.set("schemes", this.select.dataset.schemes);
    if (this.select.dataset.lookup === "courts") asked.set("jurisdiction", form.elements.jurisdiction?.value ?? "");
    try {
      const answer = await fetch(`${text[this.select.dataset.lookup]}?${asked}`, { headers: { Accept: "application/json" } });
      return answer.ok ? (await answer.json()).results : this.own(query);
    } catch {
      return this.own(query);
    }
  }

  open(found) {
    this.options = found;
    this.list.replaceChildren(...this.options.map((option, place) => {
      const item = document.createElement("li");
      Object.assign(item, { id: `combo-${this.number}-${place}`, textContent: option.label });
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.dataset.place = place;
      if (option.note) { const note = document.createElement("small"); note.textContent = option.note; item.append(note); }
      return item;
    }));
    this.list.hidden = this.options.length === 0;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.say.textContent = this.options.length ? words(text.textFound, { number: this.options.length }) : text.textNone;
    this.move(-1);
  }

  move(place) {
    this.active = place;
    this.input.removeAttribute("aria-activedescendant");
    for (const [number, item] of [...this.list.children].entries()) {
      item.setAttribute("aria-selected", String(number === place));
      if (number === place) { this.input.setAttribute("aria-activedescendant", item.id); item.scrollIntoView({ block: "nearest" }); }
    }
  }

  key(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.list.hidden) return void this.search(!this.input.value || this.isUnchanged());
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.move((this.active + step + this.options.length) % this.options.length);
    } else if (event.key === "Enter" && !this.list.hidden && this.active >= 0) {
      event.preventDefault();
      this.choose(this.active);
    } else if (event.key === "Enter" && !this.list.hidden) {
      event.preventDefault();
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close(false);
    } else if (event.key === "Tab") {
      if (!this.list.hidden && this.active >= 0) this.choose(this.active);
      this.close(true);
    }
  }

  isUnchanged() {
    return this.input.value === (this.select.selectedOptions[0]?.label ?? "");
  }

  choose(place) {
    const { value, label } = this.options[place];
    let option = [...this.select.options].find((item) => item.value === value);
    if (!option) { option = new Option(label, value); this.select.append(option); }
    if (this.select.multiple) option.selected = true; else this.select.value = value;
    this.showChosen();
    this.close(false);
    changed();
    this.input.focus();
  }

  // What was typed and not chosen goes: an emptied field is no choice, anything else returns to the last one.
  close(isLeft) {
    this.asked = null;
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    if (!isLeft) return;
    if (!this.select.multiple && !this.input.value.trim() && this.select.value) {
      this.select.value = "";
      if (!this.select.value) changed();
    }
    this.showChosen();
  }
}

// New rows come from the server as part of the page

function enhance(root) {
  for (const button of root.querySelectorAll("button[data-add]:not([hx-get])")) {
    button.setAttribute("hx-get", text.row);
    window.htmx?.process(button);
  }
  for (const button of root.querySelectorAll("button[data-script][hidden]")) button.hidden = false;
  for (const box of root.querySelectorAll("[data-most]")) count(box);
  for (const select of root.querySelectorAll("select[data-lookup]:not([hidden])")) new Combobox(select);
}

enhance(form);
document.addEventListener("htmx:afterSettle", (event) => {
  if (!event.target.id?.startsWith("rows-")) return;
  const row = event.target.lastElementChild;
  if (!row) return;
  enhance(row);
  row.querySelector("[autofocus]:not([hidden]), input:not([type='hidden']), select:not([hidden]), textarea")?.focus();
  changed();
});
sendRemembered();
