// Do the pages work in a real browser: by mouse, by keyboard, without JavaScript, narrow, dark, and with hostile words?
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { after, before, test } from "node:test";
import { accessibility, open, page, sound, tabTo } from "./browser.mjs";
import { archive, serve, verbatim } from "./server.mjs";
import { hostileCalls } from "./hostile.mjs";
import "./packs.mjs";
import "./packs-one.mjs";

/** The call of the first hit; its address is known when the archive is. */
const A_CALL = "/calls/of-the-first-hit";
const PAGES = ["/", "/?q=spreadsheet", "/?q=", "/themes", "/personas", "/lexicons", "/labels", "/intake", "/basket", "/api", "/no-such-page", A_CALL];
const LOOKS = [
  { name: "wide", viewport: { width: 1280, height: 900 }, colorScheme: "light" },
  { name: "dark", viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
  { name: "narrow", viewport: { width: 320, height: 640 }, colorScheme: "light" },
];
/** Nothing on a call's page may be further away than so many keys. */
const MOST_TABS = 80;
/** Where pictures go, when somebody wants to look at them. */
const PICTURES = process.env.VERBATIM_PICTURES;

/** Where the pictures of the README go, when somebody wants to make them anew. */
const README_PICTURES = process.env.VERBATIM_README_PICTURES;

let kept, server, browser;
before(async () => {
  kept = archive(["../../corpus-samples"]);
  server = await serve(kept.data);
  browser = await open();
});
after(async () => {
  await browser?.close();
  await server?.stop();
  kept?.remove();
});

async function visit(path, options, work, at = server) {
  const tab = await page(browser, options);
  try {
    const answer = await tab.page.goto(at.address + (path === A_CALL ? await aCall() : path));
    await work(tab, answer);
  } finally {
    await tab.close();
  }
}

/** The address of the first hit's call, at the hit's turn. */
async function aCall(query = "q=spreadsheet") {
  const answer = await fetch(`${server.address}/?${query}`);
  return (await answer.text()).match(/href="(\/calls\/[^"]+)"/)[1];
}

/** A visit to a server on an archive of its own, which may be changed. */
async function change(path, options, work) {
  const own = archive(["../../corpus-samples"]);
  const other = await serve(own.data);
  try {
    await visit(path, options, work, other);
  } finally {
    await other.stop();
    own.remove();
  }
}

const turnOf = (page) => decodeURIComponent(new URL(page.url()).hash);

for (const look of LOOKS) {
  for (const path of PAGES) {
    test(`${path} is sound (${look.name})`, async () => {
      await visit(path, look, async ({ page, complaints }, answer) => {
        const expected = path === "/no-such-page" ? 404 : 200;
        assert.equal(answer.status(), expected);
        await sound(page);
        assert.deepEqual(complaints.filter((one) => !one.includes("404")), []);
        if (PICTURES) {
          mkdirSync(PICTURES, { recursive: true });
          const name = `${(path === A_CALL ? "call" : path).replace(/\W+/g, "-").replace(/^-|-$/g, "") || "search"}-${look.name}.png`;
          await page.screenshot({ path: `${PICTURES}/${name}`, fullPage: look.name !== "narrow" });
        }
      });
    });
  }
}

test("results come as one types, and the address carries the state", async () => {
  await visit("/", {}, async ({ page, complaints }) => {
    await page.keyboard.press("/");
    assert.equal(await page.evaluate(() => document.activeElement.id), "q");
    await page.keyboard.type("spreadsheet", { delay: 30 });
    await page.waitForFunction(() => document.querySelector("#results mark"));
    await page.waitForFunction(() => location.search.includes("spreadsheet"));
    assert.equal(await page.inputValue("#q"), "spreadsheet");
    assert.deepEqual(complaints, []);
  });
});

test("the search works without JavaScript", async () => {
  await visit("/", { javaScriptEnabled: false }, async ({ page }) => {
    await page.fill("#q", "spreadsheet");
    await page.click("#ask button[type=submit]");
    assert.ok((await page.locator("#results mark").count()) > 0);
    const facet = page.locator(".facets a").first();
    await facet.click();
    assert.ok((await page.locator(".chosen a").count()) > 0);
  });
});

test("a mention is put right on the call's page by mouse, and as it was when undone", async () => {
  await change("/?tag=pain/manual-work", {}, async ({ page, complaints }) => {
    await page.locator(".hit .whole").first().click();
    await page.waitForURL(/\/calls\/[^#]+#turn-\d+$/);
    const turn = page.locator(turnOf(page));
    const n = await turn.locator(".whys > li").count();
    assert.ok(n > 0, "something is heard where the hit leads");
    const why = turn.locator(".whys > li", { hasText: "pain/manual-work" }).first();
    await why.locator("summary").click();
    await why.locator("button[value=no]").click();
    await turn.locator(".mark", { hasText: "decided by hand" }).waitFor();
    assert.equal(await turn.locator(".whys > li", { hasText: "pain/manual-work" }).count(), 0);
    await turn.locator(".mark button").click();
    await turn.locator(".mark").waitFor({ state: "detached" });
    assert.equal(await turn.locator(".whys > li").count(), n);
    assert.deepEqual(complaints, []);
  });
});

test("a mention is put right by keyboard alone", async () => {
  await change("/?tag=pain/manual-work", {}, async ({ page, complaints }) => {
    await page.focus("#q");
    await page.keyboard.press("ArrowDown");
    await page.waitForFunction(() => document.activeElement.matches(".hit"));
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/calls\/[^#]+#turn-\d+$/);
    const turn = turnOf(page);
    await page.waitForFunction((turn) => document.querySelector(turn), turn);
    await tabTo(page, `${turn} .whys summary`, MOST_TABS);
    await page.keyboard.press("Enter");
    await tabTo(page, `${turn} button[value=no]`, MOST_TABS);
    await page.keyboard.press("Enter");
    await page.locator(`${turn} .mark`).waitFor();
    await tabTo(page, `${turn} .mark button`, MOST_TABS);
    await page.keyboard.press("Enter");
    await page.locator(`${turn} .mark`).waitFor({ state: "detached" });
    assert.deepEqual(complaints, []);
  });
});

test("sides are put right on the call's page without JavaScript, and as they were when undone", async () => {
  await change("/?q=spreadsheet", { javaScriptEnabled: false }, async ({ page }) => {
    await page.locator(".hit .whole").first().click();
    const form = page.locator("form.sides");
    // Open already where somebody's side is unknown, or where the address leads into it.
    const unfold = async () => (await form.isVisible()) || page.locator(".people > summary").click();
    await unfold();
    const sides = () => form.locator("select").evaluateAll((all) => all.map((one) => one.value));
    const before = await sides();
    const other = { prospect: "rep", rep: "prospect", unknown: "unknown" };
    await form.locator("button[value=swap]").click();
    assert.deepEqual(await sides(), before.map((side) => other[side]));
    await form.locator("button[value=undo]").click();
    assert.deepEqual(await sides(), before);
    await unfold();
    await form.locator("select").first().selectOption("unknown");
    await form.locator("button[value=set]").click();
    assert.deepEqual(await sides(), ["unknown", ...before.slice(1)]);
  });
});

test("a quote goes into the basket with a key, stays there and leaves it", async () => {
  await change("/?q=spreadsheet", {}, async ({ page, complaints }) => {
    const count = (n) => page.waitForFunction((n) => document.getElementById("basket-count").textContent === n, n);
    await page.focus("#q");
    await page.keyboard.press("ArrowDown");
    await page.waitForFunction(() => document.activeElement.matches(".hit"));
    const quote = await page.locator(".hit").first().getAttribute("data-quote");
    await page.keyboard.press("b");
    await count("1");
    // The same words again are the same quote.
    await page.keyboard.press("b");
    await page.keyboard.press("j");
    await page.keyboard.press("b");
    await count("2");
    await page.reload();
    await count("2");
    await page.click("a.basket");
    await page.waitForURL("**/basket");
    assert.equal(await page.locator(".quote").count(), 2);
    assert.ok(quote.includes((await page.locator(".quote blockquote").first().innerText()).trim()), "word for word");
    for (const link of await page.locator("a[download]").evaluateAll((links) => links.map((link) => link.href))) {
      const answer = await page.request.get(link);
      assert.equal(answer.status(), 200, link);
      assert.ok((await answer.text()).length > 100, link);
    }
    await page.locator("button[formaction='/basket/remove']").first().click();
    await count("1");
    assert.deepEqual(complaints, []);
  });
});

test("a quote goes into the basket without JavaScript", async () => {
  await change("/?q=spreadsheet", { javaScriptEnabled: false }, async ({ page }) => {
    await page.locator(".into-basket button").first().click();
    await page.waitForURL("**/basket");
    assert.equal(await page.locator(".quote").count(), 1);
    await page.reload();
    assert.equal(await page.locator(".quote").count(), 1);
  });
});

test("a sentence is tried as one types it", async () => {
  await visit("/lexicons/try", {}, async ({ page, complaints }) => {
    await page.fill("#text", "We do it all by hand, every single night.");
    await page.locator("#heard .tag", { hasText: "pain/manual-work" }).waitFor();
    await page.waitForFunction(() => location.search.includes("by+hand") || location.search.includes("by%20hand"));
    const pattern = page.locator("#heard a").first();
    await pattern.click();
    await page.waitForURL(/\/lexicons\/[^/]+\/[^/?]+/);
    assert.deepEqual(complaints, []);
  });
});

test("a transcript is brought in through the form and found", async () => {
  await change("/intake", {}, async ({ page, complaints }) => {
    const call = {
      id: "brought-1",
      title: "A call that was brought in",
      account: { name: "Quillfeather" },
      participants: [{ name: "Ana", side: "prospect" }, { name: "Ben", side: "rep" }],
      turns: [
        { speaker: "Ben", text: "How do you do it?" },
        { speaker: "Ana", text: "The xylophones are counted by hand." },
      ],
    };
    const buffer = Buffer.from(`${JSON.stringify(call)}\n`);
    await page.setInputFiles("#files", { name: "brought.jsonl", mimeType: "application/jsonl", buffer });
    await page.click("form.drop button[type=submit]");
    const link = page.locator("section[aria-labelledby=report] a", { hasText: call.title });
    await link.waitFor();
    await link.click();
    await page.waitForURL("**/calls/brought-1*");
    await page.goto(new URL("/?q=xylophones", page.url()).href);
    assert.equal(await page.locator(".hit").count(), 1);
    assert.deepEqual(complaints, []);
  });
});

test("a persona leads to its page, and from there to its words", async () => {
  await visit("/personas", {}, async ({ page, complaints }) => {
    const card = page.locator(".card h2 a").first();
    const name = await card.innerText();
    await card.click();
    await page.waitForURL("**/personas/*");
    assert.equal(await page.locator("h1").innerText(), name);
    assert.deepEqual(await accessibility(page), []);
    await page.locator(".summary a").first().click();
    assert.ok((await page.locator(".hit").count()) > 0);
    assert.deepEqual(complaints, []);
  });
});

if (README_PICTURES) {
  test("the README gets its pictures", async () => {
    mkdirSync(README_PICTURES, { recursive: true });
    const wide = { viewport: { width: 1280, height: 800 }, colorScheme: "light" };
    verbatim(kept.data, "pack", "new", "by-hand", "--query", '"by hand"', "--per-account", "1", "--max", "5");
    const shown = {
      search: "/?q=%22by+hand%22",
      themes: "/themes",
      call: await aCall("q=%22by+hand%22"),
      digest: "/digest?since=2000-01-01",
      live: "/live",
      pack: "/packs/by-hand",
    };
    for (const [name, path] of Object.entries(shown)) {
      await visit(path, wide, async ({ page }) => {
        // The live page never stops listening.
        if (name === "live") await page.waitForFunction(() => document.getElementById("feed-state").textContent === "Following");
        else await page.waitForLoadState("networkidle");
        await page.screenshot({ path: `${README_PICTURES}/page-${name}.png` });
      });
    }
  });
}

test("hostile words stay words", async () => {
  const hostile = hostileCalls();
  const kept = archive([hostile.folder]);
  const other = await serve(kept.data);
  const tab = await page(browser);
  try {
    for (const path of ["/?q=payload", "/?q=payload&view=kwic", "/themes", "/personas", "/lexicons", "/labels"]) {
      await tab.page.goto(other.address + path);
      assert.equal(await tab.page.evaluate(() => globalThis.pwned), undefined, path);
    }
    await tab.page.goto(other.address + "/?q=payload");
    const calls = await tab.page.locator("a[href^='/calls/']").evaluateAll((links) => links.map((link) => link.href));
    for (const call of new Set(calls.slice(0, 5))) {
      await tab.page.goto(call);
      assert.equal(await tab.page.evaluate(() => globalThis.pwned), undefined, call);
    }
    assert.deepEqual(tab.complaints, []);
  } finally {
    await tab.close();
    await other.stop();
    kept.remove();
    hostile.remove();
  }
});
