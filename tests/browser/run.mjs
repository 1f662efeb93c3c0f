// Do the pages work in a real browser: by mouse, by keyboard, without JavaScript, narrow, dark, and with hostile words?
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { after, before, test } from "node:test";
import { accessibility, open, page } from "./browser.mjs";
import { archive, serve } from "./server.mjs";
import { hostileCalls } from "./hostile.mjs";

const PAGES = ["/", "/?q=spreadsheet", "/?q=", "/themes", "/personas", "/lexicons", "/labels", "/intake", "/basket", "/api", "/no-such-page"];
const LOOKS = [
  { name: "wide", viewport: { width: 1280, height: 900 }, colorScheme: "light" },
  { name: "dark", viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
  { name: "narrow", viewport: { width: 320, height: 640 }, colorScheme: "light" },
];
/** Where pictures go, when somebody wants to look at them. */
const PICTURES = process.env.VERBATIM_PICTURES;

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

async function visit(path, options, work) {
  const tab = await page(browser, options);
  try {
    const answer = await tab.page.goto(server.address + path);
    await work(tab, answer);
  } finally {
    await tab.close();
  }
}

for (const look of LOOKS) {
  for (const path of PAGES) {
    test(`${path} is sound (${look.name})`, async () => {
      await visit(path, look, async ({ page, complaints }, answer) => {
        const expected = path === "/no-such-page" ? 404 : 200;
        assert.equal(answer.status(), expected);
        assert.deepEqual(await accessibility(page), []);
        const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(tooWide <= 0, `${tooWide} pixels too wide`);
        assert.deepEqual(complaints.filter((one) => !one.includes("404")), []);
        if (PICTURES) {
          mkdirSync(PICTURES, { recursive: true });
          const name = `${path.replace(/\W+/g, "-").replace(/^-|-$/g, "") || "search"}-${look.name}.png`;
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
