import { tellTime } from "./tell-time.ts";

/**
 * Makes the page live in a browser: after each round it fetches the page again and replaces what differs, keeps times
 * current, filters while someone types, and asks the daemon to look or to lift holds, with the token. Without it the
 * page says the same.
 */
export const pageScript = `(() => {
"use strict";
const tellTime = ${tellTime};
const byId = (id) => document.getElementById(id);
const main = document.querySelector("main");
const words = JSON.parse(main.dataset.words);
const lost = byId("lost");
document.documentElement.classList.add("js");

function moveTimes() {
  for (const time of document.querySelectorAll("time[data-relative]")) {
    const text = tellTime((Date.parse(time.dateTime) - Date.now()) / 1000, words.time);
    if (time.textContent !== text) time.textContent = text;
  }
}
function showClocks() {
  const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "medium" });
  for (const time of document.querySelectorAll("time")) {
    const text = format.format(new Date(time.dateTime));
    if (time.dataset.relative === undefined) time.textContent = text;
    else time.title = text;
  }
}

let isBusy = false;
let isWanted = false;
async function refresh() {
  if (isBusy || document.hidden) {
    isWanted = true;
    return;
  }
  isBusy = true;
  isWanted = false;
  try {
    const answer = await fetch(location.pathname + location.search, { headers: { Accept: "text/html" } });
    if (answer.status === 401) return location.reload();
    // Its style has a different nonce from this page's.
    const text = (await answer.text()).replace(/\\x3cstyle[^]*?\\x3c\\/style>/, "");
    if (answer.ok) show(new DOMParser().parseFromString(text, "text/html"));
  } catch {
    // The event stream shows when the daemon answers again.
  } finally {
    setTimeout(() => {
      isBusy = false;
      if (isWanted) refresh();
    }, 300);
  }
}
function show(page) {
  const before = document.querySelector("h1").textContent;
  for (const part of page.querySelectorAll("[data-live]")) swap(part);
  document.title = page.title;
  byId("icon").href = page.getElementById("icon").getAttribute("href");
  showClocks();
  moveTimes();
  const now = document.querySelector("h1").textContent;
  if (now !== before) say(now);
}
function swap(part) {
  const here = byId(part.id);
  if (!here || here.innerHTML === part.innerHTML) return;
  const focused = here.contains(document.activeElement) ? document.activeElement.id : "";
  const open = [...here.querySelectorAll("details[open]")].map(({ id }) => id);
  here.className = part.className;
  here.replaceChildren(...part.childNodes);
  for (const id of open) if (byId(id)) byId(id).open = true;
  if (focused) byId(focused)?.focus();
}

let saying = 0;
function say(text) {
  byId("said").textContent = text;
  clearTimeout(saying);
  saying = setTimeout(() => { byId("said").textContent = ""; }, 6000);
}

function listen() {
  const events = new EventSource("api/events?brief");
  events.addEventListener("news", () => {
    lost.hidden = true;
    refresh();
  });
  events.onerror = () => {
    lost.hidden = false;
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, 10000);
  };
}
if (main.dataset.events === "yes") listen();
else setInterval(refresh, 30000);
document.addEventListener("visibilitychange", () => { if (!document.hidden && isWanted) refresh(); });

let typing = 0;
function filter() {
  const form = byId("filter");
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== "" && value !== "all"));
  history.replaceState(null, "", location.pathname + (query.size > 0 ? "?" + query : ""));
  refresh();
}
document.addEventListener("input", (event) => {
  if (event.target.form?.id !== "filter") return;
  clearTimeout(typing);
  typing = setTimeout(filter, 200);
});
document.addEventListener("submit", (event) => {
  if (event.target.id !== "filter") return;
  event.preventDefault();
  filter();
});

let token = "";
const dialog = byId("ask");
function askToken(wrong) {
  return new Promise((resolve) => {
    byId("wrong").hidden = !wrong;
    byId("token").value = "";
    dialog.returnValue = "";
    dialog.showModal();
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "send" ? byId("token").value.trim() : ""), { once: true });
  });
}
async function act(button) {
  if (token === "") token = await askToken(false);
  while (token !== "") {
    button.disabled = true;
    say(words.looking);
    const answer = await ask(button);
    button.disabled = false;
    if (answer === null) return;
    if (answer.status === 401) {
      token = await askToken(true);
      continue;
    }
    const said = await answer.json().catch(() => ({}));
    say(answer.ok ? describe(said) : words.failed + " " + (said.error ?? answer.status));
    return refresh();
  }
}
async function ask({ dataset }) {
  const body = dataset.hostname ? JSON.stringify({ hostname: dataset.hostname }) : "{}";
  const headers = { Authorization: "Bearer " + token, "Content-Type": "application/json" };
  try {
    return await fetch("api/" + dataset.act, { method: "POST", headers, body });
  } catch {
    say(words.lost);
    return null;
  }
}
function describe({ outcomes = [] }) {
  const published = outcomes.filter(({ consequence, address, previous }) => consequence === "done" && address !== previous);
  if (published.length === 0) return words.nothingChanged;
  const names = new Set(published.map(({ hostname }) => hostname));
  return words.wasPublished.replace("{}", names.size > 3 ? names.size : [...names].join(", "));
}
byId("cancel").addEventListener("click", () => dialog.close());
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-act]");
  if (button) act(button);
});

showClocks();
setInterval(moveTimes, 1000);
})();`;
