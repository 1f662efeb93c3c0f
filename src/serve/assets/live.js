// Shows what comes in as it comes. The page itself is as good; it only has to be reloaded.

const MOST = 200;
const KINDS = new Set(["pain", "objection", "request", "outcome", "trigger", "praise"]);

const state = document.getElementById("feed-state");
const pause = document.getElementById("pause");
const alerts = document.getElementById("alert-list");
const calls = document.getElementById("call-list");
const waiting = [];
let isPaused = false;

/** Words become text, never a piece of the page. */
const fill = (template, news) => {
  const made = document.getElementById(template).content.firstElementChild.cloneNode(true);
  for (const slot of [made, ...made.querySelectorAll("[data-text]")]) {
    if (slot.dataset.text) slot.textContent = news[slot.dataset.text] ?? "";
  }
  // Only addresses of our own.
  for (const link of made.querySelectorAll("[data-link]")) {
    const address = String(news[link.dataset.link] ?? "");
    if (/^\/(?!\/)/.test(address)) link.setAttribute("href", address);
  }
  const tag = made.querySelector("[data-tag]");
  if (tag) {
    tag.textContent = `${news.kind}: ${news.name}`;
    if (KINDS.has(news.kind)) tag.classList.add(`tag-${news.kind}`);
  }
  const list = made.querySelector("[data-list]");
  if (list) list.append(...(news[list.dataset.list] ?? []).map((one) => fill("new-mention", one)));
  if (news.key) made.id = news.key;
  return made;
};

const show = ({ list, template, empty, news }) => {
  // After a lost connection something may come twice.
  if (document.getElementById(news.key)) return;
  document.getElementById(empty)?.remove();
  list.prepend(fill(template, news));
  while (list.children.length > MOST) list.lastElementChild.remove();
};

const told = () => {
  state.textContent = isPaused ? `Paused; ${waiting.length} waiting` : "Following";
};

const take = (kind) => (event) => {
  const [list, template, empty] = kind === "call" ? [calls, "new-call", "no-calls"] : [alerts, "new-alert", "no-alerts"];
  const one = { list, template, empty, news: JSON.parse(event.data) };
  if (!isPaused) return show(one);
  waiting.push(one);
  if (waiting.length > MOST) waiting.shift();
  told();
};

if (alerts && calls && "EventSource" in globalThis) {
  const source = new EventSource(alerts.dataset.live);
  source.addEventListener("open", told);
  source.addEventListener("call", take("call"));
  source.addEventListener("alert", take("alert"));
  source.addEventListener("error", () => {
    const isOver = source.readyState === EventSource.CLOSED;
    state.textContent = isOver ? "Not following; look again to see what is new" : "The connection is lost; trying again";
  });
  pause.hidden = false;
  pause.addEventListener("click", () => {
    isPaused = !isPaused;
    pause.setAttribute("aria-pressed", String(isPaused));
    if (!isPaused) waiting.splice(0).forEach(show);
    told();
  });
  // What is left open keeps a connection; a page that is gone needs none.
  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}
