// Keys on the search page, and the clipboard. Whatever a key does, a link or a button in the page does too.

import { isTyping, keysAreOn, switchKeys, tell } from "./page.js";

const results = document.getElementById("results");
const box = document.getElementById("q");
const keys = document.getElementById("keys");

const hits = () => [...results.querySelectorAll(".hit")];
const hitOf = (element) => (element instanceof Element ? element.closest(".hit") : null);

const focusOn = (hit) => {
  hit.focus({ preventScroll: true });
  hit.scrollIntoView({ block: "nearest" });
};

/** Moves the focus so many hits on; from the first one up it goes back to the box. */
const move = (by) => {
  const all = hits();
  const at = all.indexOf(hitOf(document.activeElement));
  if (at < 0) {
    if (by > 0 && all.length > 0) focusOn(all[0]);
  } else if (at + by < 0) {
    box.focus();
  } else if (all[at + by]) {
    focusOn(all[at + by]);
  } else {
    results.querySelector("a[rel=next]")?.focus();
  }
};

/** On an address without https the clipboard is closed; then the browser's old way is taken. */
const toClipboard = async (text) => {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  const before = document.activeElement;
  area.value = text;
  area.className = "hidden";
  document.body.append(area);
  area.select();
  const isDone = document.execCommand("copy");
  area.remove();
  before?.focus?.({ preventScroll: true });
  if (!isDone) throw new Error("the browser keeps its clipboard closed");
};

const copy = async (hit) => {
  try {
    await toClipboard(`“${hit.dataset.quote}”\n— ${hit.dataset.credit}\n`);
    tell("Copied, with who said it.");
  } catch {
    tell("The browser does not let this page copy; select the words instead.");
  }
};

const showKeys = () => (keys.open ? keys.close() : keys.showModal());

/** What the keys do on the hit that has the focus. */
const onHit = {
  c: (hit) => copy(hit),
  b: (hit) => hit.querySelector(".into-basket")?.requestSubmit(),
  x: (hit) => {
    const around = hit.querySelector(".around");
    if (around) around.open = !around.open;
  },
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target === box) {
    if (event.key === "ArrowDown" && hits().length > 0) {
      event.preventDefault();
      move(1);
    }
    return;
  }
  if (isTyping(event.target)) return;
  const hit = hitOf(event.target);
  const isItself = hit !== null && event.target === hit;
  let act = null;
  if (isItself && event.key === "ArrowDown") act = () => move(1);
  else if (isItself && event.key === "ArrowUp") act = () => move(-1);
  else if (isItself && event.key === "Enter") act = () => hit.querySelector(".whole")?.click();
  else if (!keysAreOn()) act = null;
  else if (event.key === "?") act = showKeys;
  else if (keys.open) act = null;
  else if (event.key === "j") act = () => move(1);
  else if (event.key === "k") act = () => move(-1);
  else if (hit && Object.hasOwn(onHit, event.key)) act = () => onHit[event.key](hit);
  if (act) {
    event.preventDefault();
    act();
  }
});

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  if (event.target.closest(".copy")) copy(hitOf(event.target));
  if (event.target.closest("#show-keys")) showKeys();
});

const switchBox = document.getElementById("keys-on");
switchBox.checked = keysAreOn();
switchBox.addEventListener("change", () => switchKeys(switchBox.checked));

// A server that was replaced while the page stood open answers with other pieces than this script knows.
const version = results.querySelector("[data-version]")?.dataset.version;
document.addEventListener("htmx:after:swap", () => {
  const now = results.querySelector("[data-version]")?.dataset.version;
  if (version && now && now !== version) location.reload();
});

// Whoever comes without a question is about to type one.
if (box.value === "" && !location.hash && document.activeElement === document.body) box.focus({ preventScroll: true });
