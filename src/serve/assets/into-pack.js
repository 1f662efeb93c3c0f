// A quote goes into a pack without leaving the page; the same forms work without this.

import { isTyping, keysAreOn, tell } from "./page.js";

const LAST = "verbatim-pack";

/** The pack that got a quote last: the next one is likely to go there, too. */
const last = () => {
  try {
    return sessionStorage.getItem(LAST) ?? "";
  } catch {
    return "";
  }
};

const remember = (name) => {
  try {
    sessionStorage.setItem(LAST, name);
  } catch {
    // Without a memory the name is typed again; nothing else is lost.
  }
  const names = document.getElementById("pack-names");
  if (!names || [...names.options].some((option) => option.value === name)) return;
  const option = document.createElement("option");
  option.value = name;
  names.append(option);
};

/** Offers the last pack in a form that was opened just now. */
const offer = (form) => {
  const box = form.elements.namedItem("name");
  if (box.value === "") box.value = last();
  return box;
};

const choose = (details) => {
  details.open = true;
  const box = offer(details.querySelector("form"));
  box.focus();
  box.select();
};

const send = async (form) => {
  const hit = form.closest(".hit");
  const told = (hit ?? form).querySelector(".put-in");
  let answer;
  try {
    // As htmx asks for a piece of a page.
    const headers = { "HX-Request": "true" };
    answer = await fetch("/into-pack", { method: "POST", headers, body: new URLSearchParams(new FormData(form)) });
    if (answer.ok) told.innerHTML = await answer.text();
  } catch {
    tell("The server could not be reached; try again.");
    return;
  }
  // What is wrong is said on a page of its own, as it is without a script.
  if (!answer.ok) {
    form.submit();
    return;
  }
  remember(form.elements.namedItem("name").value.trim());
  const details = form.closest("details.into-pack");
  if (!details) return;
  const hadFocus = details.contains(document.activeElement);
  details.open = false;
  if (hadFocus) hit?.focus({ preventScroll: true });
};

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.getAttribute("action") !== "/into-pack") return;
  event.preventDefault();
  // A second press does nothing before the first one is answered.
  if (form.dataset.sending) return;
  form.dataset.sending = "yes";
  await send(form);
  delete form.dataset.sending;
});

// A fold tells nobody above it that it was opened, so it is listened to on the way down.
document.addEventListener(
  "toggle",
  (event) => {
    if (event.target.matches?.("details.into-pack[open]")) offer(event.target.querySelector("form"));
  },
  true,
);

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.key !== "p" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isTyping(event.target) || !keysAreOn() || document.querySelector("dialog[open]")) return;
  const here = event.target instanceof Element ? event.target.closest(".hit, .turn") : null;
  const place = here ?? document.querySelector(".turn:target");
  const details = place?.querySelector("details.into-pack");
  const link = place?.querySelector("a.quote-it");
  if (!details && !link) return;
  event.preventDefault();
  if (details) choose(details);
  else link.click();
});

// Whoever opened the form on a call's page is about to say which words. The browser goes to the turn first.
const open = document.querySelector("form.quoting");
if (open) {
  offer(open);
  const begin = () => requestAnimationFrame(() => open.querySelector("input:not([type=hidden])")?.focus());
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin);
}
