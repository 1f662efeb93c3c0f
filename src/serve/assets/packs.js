// Dragging a quote to another place does what the form "To number" does; keys and buttons work without it.

const page = document.querySelector("[data-arrange]");
const items = page ? [...page.querySelectorAll("[data-key]")] : [];
let dragged = null;
let target = null;

/** Sends the same form that the page has, so that the way back, the history and the undo are the same. */
const send = (fields) => {
  const form = document.createElement("form");
  form.method = "post";
  form.action = page.dataset.arrange;
  for (const [name, value] of Object.entries(fields)) {
    const input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    input.value = value;
    form.append(input);
  }
  document.body.append(form);
  form.submit();
};

const unmark = () => {
  for (const item of items) item.classList.remove("over-before", "over-behind");
};

/** The quote under the pointer, and whether the upper half of it. */
const over = (x, y) => {
  const item = document.elementFromPoint(x, y)?.closest("[data-key]");
  if (!item || item === dragged) return null;
  const box = item.getBoundingClientRect();
  return { item, before: y < box.top + box.height / 2 };
};

const drop = () => {
  const from = Number(dragged.dataset.number);
  const there = Number(target.item.dataset.number);
  // The number that the quote has when it stands there, without itself before it.
  const gap = target.before ? there : there + 1;
  const to = gap > from ? gap - 1 : gap;
  const under = target.item.closest("[data-section]").dataset.section;
  const own = dragged.closest("[data-section]").dataset.section;
  if (to !== from || under !== own) send({ act: "place", key: dragged.dataset.key, to, under });
};

for (const item of items) {
  const handle = item.querySelector("[data-handle]");
  if (!handle) continue;
  handle.hidden = false;
  handle.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    dragged = item;
    item.classList.add("dragged");
  });
  handle.addEventListener("pointermove", (event) => {
    if (dragged !== item) return;
    unmark();
    target = over(event.clientX, event.clientY);
    target?.item.classList.add(target.before ? "over-before" : "over-behind");
    const edge = 60;
    if (event.clientY < edge) scrollBy(0, -12);
    else if (event.clientY > innerHeight - edge) scrollBy(0, 12);
  });
  const end = (drops) => () => {
    if (dragged !== item) return;
    unmark();
    item.classList.remove("dragged");
    if (drops && target) drop();
    dragged = null;
    target = null;
  };
  handle.addEventListener("pointerup", end(true));
  handle.addEventListener("pointercancel", end(false));
}

// Whoever moved a quote by a key goes on with that quote.
const moved = document.querySelector(location.hash.startsWith("#q-") ? location.hash : "#none");
moved?.focus({ preventScroll: true });

// Escape lets go of a quote without moving it.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !dragged) return;
  unmark();
  dragged.classList.remove("dragged");
  dragged = null;
  target = null;
});
