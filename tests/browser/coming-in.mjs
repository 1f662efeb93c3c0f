// Do the digest, saved searches and the live page work: by mouse, by keyboard, without JavaScript, and for everybody?
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { accessibility, open, page, soundInAllLooks } from "./browser.mjs";
import { archive, serve, verbatim } from "./server.mjs";
import { hostileCalls } from "./hostile.mjs";

let browser;
before(async () => (browser = await open()));
after(() => browser?.close());

/** A visit to a server on an archive of its own. */
async function visit(path, options, work, calls = "../../corpus-samples") {
  const own = archive([calls]);
  const server = await serve(own.data);
  const tab = await page(browser, options);
  try {
    await tab.page.goto(server.address + path);
    await work({ ...tab, data: own.data, at: (path) => tab.page.goto(server.address + path) });
  } finally {
    await tab.close();
    await server.stop();
    own.remove();
  }
}

/** A call comes in from elsewhere. */
function arrive(data, id, words) {
  const folder = mkdtempSync(join(tmpdir(), "verbatim-arriving-"));
  const call = {
    id,
    title: `The call ${id}`,
    participants: [{ name: "Ana", side: "prospect" }, { name: "Ben", side: "rep" }],
    turns: [{ speaker: "Ben", text: "Go on." }, { speaker: "Ana", text: words }],
  };
  writeFileSync(join(folder, `${id}.jsonl`), `${JSON.stringify(call)}\n`);
  try {
    verbatim(data, "ingest", folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

for (const path of ["/digest?since=2000-01-01", "/digest", "/watches", "/live"]) {
  test(`${path} is sound, wide, dark and narrow`, async () => {
    await visit(path, {}, async ({ page, complaints }) => {
      await soundInAllLooks(page);
      assert.deepEqual(complaints, []);
    });
  });
}

test("the digest leads to the words by mouse", async () => {
  await visit("/digest?since=2000-01-01", {}, async ({ page, complaints }) => {
    const quote = await page.locator(".quote blockquote").first().innerText();
    await page.locator(".quote a").first().click();
    await page.waitForURL(/\/calls\/[^#]+#turn-\d+$/);
    assert.ok((await page.locator("main").innerText()).includes(quote.trim().slice(0, 20)));
    assert.deepEqual(complaints, []);
  });
});

test("a search is saved by keyboard alone, a call comes in, and the open page tells it", async () => {
  await visit("/?q=xylophones", {}, async ({ page, complaints, data, at }) => {
    await page.focus("form.save button");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/watches");
    assert.equal(await page.locator("section.watch").count(), 1);
    await at("/live");
    await page.waitForFunction(() => document.getElementById("feed-state").textContent === "Following");
    arrive(data, "new-1", "The xylophones are counted by hand.");
    await page.locator("#alert-list li", { hasText: "xylophones are counted" }).waitFor();
    await page.locator("#call-list li", { hasText: "The call new-1" }).waitFor();
    await page.click("#pause");
    arrive(data, "new-2", "The xylophones are tuned by hand.");
    await page.waitForFunction(() => document.getElementById("feed-state").textContent.includes("waiting"));
    assert.equal(await page.locator("#call-list li", { hasText: "The call new-2" }).count(), 0);
    await page.click("#pause");
    await page.locator("#call-list li", { hasText: "The call new-2" }).waitFor();
    assert.deepEqual(await accessibility(page), []);
    await at("/watches");
    await page.locator("section.watch button").click();
    await page.locator("section.watch").waitFor({ state: "detached" });
    assert.deepEqual(complaints, []);
  });
});

test("all of it works without JavaScript", async () => {
  await visit("/?q=xylophones", { javaScriptEnabled: false }, async ({ page, data, at }) => {
    await page.click("form.save button");
    await page.waitForURL("**/watches");
    arrive(data, "new-1", "The xylophones are counted by hand.");
    await at("/live");
    assert.equal(await page.locator("#alert-list li", { hasText: "xylophones" }).count(), 1);
    await page.locator("#call-list h3 a").first().click();
    await page.waitForURL("**/calls/new-1*");
    await at("/digest");
    await page.fill("#digest-since", "2000");
    await page.click("form.line button");
    assert.ok((await page.locator(".theme").count()) > 0);
  });
});

test("hostile words stay words, also those that come in", async () => {
  const hostile = hostileCalls();
  try {
    await visit("/live", {}, async ({ page, complaints, data, at }) => {
      await page.waitForFunction(() => document.getElementById("feed-state").textContent === "Following");
      arrive(data, "new-1", "<img src=x onerror=pwned=1><script>pwned=1</script> by hand, payload.");
      await page.locator("#call-list li", { hasText: "The call new-1" }).waitFor();
      for (const path of ["/live", "/digest?since=2000-01-01", "/watches"]) {
        assert.equal(await page.evaluate(() => globalThis.pwned), undefined, path);
        await at(path);
      }
      assert.equal(await page.evaluate(() => globalThis.pwned), undefined);
      assert.deepEqual(complaints, []);
    }, hostile.folder);
  } finally {
    hostile.remove();
  }
});
