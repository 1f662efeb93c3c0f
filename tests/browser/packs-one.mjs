// Do single quotes come into packs, are packs renamed and deleted, and are words withdrawn: by keys, and without JavaScript?
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { accessibility, open, page, soundInAllLooks, tabTo, unfold } from "./browser.mjs";
import { archive, serve, verbatim } from "./server.mjs";

const PACK = "/packs/typing";
const NO_SCRIPTS = { javaScriptEnabled: false };

/** An archive with a pack of four quotes, of which the first was used and all left. */
function packed() {
  const kept = archive(["../../corpus-samples"]);
  verbatim(kept.data, "pack", "new", "typing", "--query", '"by hand"', "--max", "4");
  verbatim(kept.data, "pack", "use", "typing", "--quote", "1", "--where", "https://a.example/story");
  verbatim(kept.data, "pack", "export", "typing", "-o", `${kept.data}/typing.md`);
  return kept;
}

describe("packs, quote by quote", () => {
  let browser;
  before(async () => (browser = await open()));
  after(() => browser?.close());

  /** A visit to a server on an archive of its own, which may be changed. */
  async function change(path, options, work) {
    const own = packed();
    const server = await serve(own.data);
    const tab = await page(browser, options);
    try {
      await tab.page.goto(server.address + path);
      await work({ ...tab, at: (path) => tab.page.goto(server.address + path) });
    } finally {
      await tab.close();
      await server.stop();
      own.remove();
    }
  }

  const isFocused = (page, selector) =>
    page.waitForFunction((wanted) => document.activeElement.matches(wanted), selector);

  /** The page is for everybody, also what is folded away. */
  async function soundUnfolded(page) {
    await unfold(page);
    await soundInAllLooks(page);
  }

  /** The address of the first quote's turn, in its call. */
  const turnOfFirst = (page) => page.locator(".item .who a[href^='/calls/']").first().getAttribute("href");

  test("the pages around a single quote are sound", async () => {
    await change(PACK, {}, async ({ page, complaints, at }) => {
      const [call, turn] = (await turnOfFirst(page)).split("#turn-");
      await soundUnfolded(page);
      for (const path of [`${PACK}/delete`, "/?q=spreadsheet", `${call}?quote=${turn}#turn-${turn}`, `/withdraw?call=${call.slice(7)}`]) {
        await at(path);
        await soundUnfolded(page);
      }
      assert.deepEqual(complaints, []);
    });
  });

  test("hits go into a pack by one key, and none of them twice", async () => {
    await change("/?q=spreadsheet", {}, async ({ page, complaints }) => {
      const told = (at) => page.locator(".hit").nth(at).locator(".put-in");
      await page.focus("#q");
      await page.keyboard.press("ArrowDown");
      await isFocused(page, ".hit");
      await page.keyboard.press("p");
      await isFocused(page, ".into-pack input[name=name]");
      await page.keyboard.type("Single");
      await page.keyboard.press("Enter");
      await told(0).locator("a").waitFor();
      assert.equal((await told(0).innerText()).trim(), "Put into the new pack Single.");
      await isFocused(page, ".hit");
      // The next one is offered the same pack.
      await page.keyboard.press("j");
      await page.keyboard.press("p");
      await isFocused(page, ".into-pack input[name=name]");
      assert.equal(await page.evaluate(() => document.activeElement.value), "Single");
      await page.keyboard.press("Enter");
      await told(1).locator("a").waitFor();
      assert.equal((await told(1).innerText()).trim(), "Put into the pack Single.");
      await isFocused(page, ".hit");
      await page.keyboard.press("k");
      await page.keyboard.press("p");
      await isFocused(page, ".into-pack input[name=name]");
      await page.keyboard.press("Enter");
      await page.locator(".put-in", { hasText: "already in the pack" }).waitFor();
      assert.deepEqual(await accessibility(page), []);
      await isFocused(page, ".hit");
      await page.keyboard.press("?");
      await page.locator("#keys", { hasText: "choose a pack for the quote" }).waitFor();
      await page.keyboard.press("Escape");
      await told(0).locator("a").click();
      await page.waitForURL(/\/packs\/Single#q-/);
      assert.equal(await page.locator(".item").count(), 2);
      assert.deepEqual(complaints, []);
    });
  });

  test("a sentence of a call goes into a pack by keyboard alone", async () => {
    await change(PACK, {}, async ({ page, complaints, at }) => {
      await at(await turnOfFirst(page));
      await page.waitForFunction(() => document.querySelector(".turn:target"));
      await page.keyboard.press("p");
      await page.waitForURL(/\?quote=\d+#turn-\d+$/);
      await isFocused(page, "form.quoting input[name=span]");
      const sentence = page.locator("form.quoting input[name=span]").first();
      if (!(await sentence.isChecked())) await page.keyboard.press("Space");
      await tabTo(page, "form.quoting input[name=name]");
      await page.keyboard.type("Of a call");
      await page.keyboard.press("Enter");
      const link = page.locator("form.quoting .put-in a");
      await link.waitFor();
      await link.click();
      await page.waitForURL(/\/packs\/Of%20a%20call#q-/);
      assert.equal(await page.locator(".item").count(), 1);
      assert.deepEqual(complaints, []);
    });
  });

  test("quotes go into packs without JavaScript", async () => {
    await change("/?q=spreadsheet", NO_SCRIPTS, async ({ page, at }) => {
      const put = async () => {
        await page.locator(".into-pack > summary").first().click();
        const form = page.locator(".into-pack form").first();
        await form.locator("input[name=name]").fill("Alone");
        await form.locator("button").click();
      };
      await put();
      await page.waitForURL(/\/packs\/Alone\?told=put-in#q-/);
      assert.equal(await page.locator(".item").count(), 1);
      await at("/?q=spreadsheet");
      await put();
      await page.waitForURL(/\/packs\/Alone\?told=there#q-/);
      assert.match(await page.locator("p.done").innerText(), /nothing was added/);
      assert.equal(await page.locator(".item").count(), 1);
      await at(PACK);
      const turn = await turnOfFirst(page);
      await at(turn);
      await page.locator(`#${turn.split("#")[1]} a.quote-it`).click();
      await page.waitForURL(/\?quote=\d+#turn-\d+$/);
      const form = page.locator("form.quoting");
      await form.locator("input[name=span]").first().check();
      await form.locator("input[name=name]").fill("Of a call");
      await form.locator("button").click();
      await page.waitForURL(/\/packs\/Of%20a%20call\?told=put-in#q-/);
      assert.equal(await page.locator(".item").count(), 1);
    });
  });

  test("a pack is renamed, doubled and deleted without JavaScript", async () => {
    await change(PACK, NO_SCRIPTS, async ({ page, at }) => {
      const unfold = () => page.click("details.manage > summary");
      await unfold();
      await page.fill("#rename-pack", "By hand");
      await page.click("form[action$='/rename'] button");
      await page.waitForURL(/\/packs\/By%20hand\?told=renamed$/);
      assert.equal(await page.locator("h1").innerText(), "By hand");
      await page.click("a.button[href$='/history']");
      await page.waitForURL(/\/packs\/By%20hand\/history$/);
      assert.equal(await page.locator("section[aria-labelledby=left] tbody tr").count(), 1);
      await at("/packs/By%20hand");
      await unfold();
      await page.fill("#duplicate-pack", "Copy");
      await page.click("form[action$='/duplicate'] button");
      await page.waitForURL(/\/packs\/Copy\?told=duplicated$/);
      assert.equal(await page.locator(".item").count(), 4);
      await unfold();
      await page.click("a[href='/packs/Copy/delete']");
      await page.waitForURL(/\/packs\/Copy\/delete$/);
      await page.click("a.button[href='/packs/Copy']");
      await page.waitForURL(/\/packs\/Copy$/);
      assert.equal(await page.locator(".item").count(), 4);
      await unfold();
      await page.click("a[href='/packs/Copy/delete']");
      await page.click("form[action='/packs/Copy/delete'] button");
      await page.waitForURL(/\/packs\?told=deleted$/);
      assert.equal(await page.locator("a[href='/packs/Copy']").count(), 0);
      assert.equal(await page.locator("a[href='/packs/By%20hand']").count(), 1);
    });
  });

  test("words are withdrawn without JavaScript, after a look at what carries them", async () => {
    await change(PACK, NO_SCRIPTS, async ({ page, at }) => {
      const item = page.locator(".item").first();
      const words = (await item.locator("blockquote").innerText()).trim().slice(0, 30);
      await item.locator("details.rights > summary").click();
      await item.locator("a[href^='/withdraw?']").click();
      await page.waitForURL(/\/withdraw\?call=/);
      await page.check("input[name=about][value^='call:']");
      await page.fill("#reason", "she asked");
      await page.click("form[action='/withdraw'] button");
      await page.waitForURL(/\/withdraw$/);
      assert.match(await page.locator("h1").innerText(), /^Withdraw all that is said on the call/);
      for (const where of ["in-packs", "in-uses", "in-files"]) {
        assert.ok((await page.locator(`section[aria-labelledby=${where}] li`).count()) > 0, where);
      }
      await page.click("form[action='/withdraw/now'] button");
      await page.waitForURL(/\/withdrawals\/1$/);
      assert.match(await page.locator("p.done").innerText(), /^Withdrawn: all that is said on the call/);
      await page.locator("section[aria-labelledby=again] a").first().click();
      await page.waitForURL(/\/packs\/typing\/preview\?format=markdown&for=internal$/);
      const file = await page.locator("pre.file").innerText();
      assert.ok(file.length > 0 && !file.includes(words), file);
      await at(PACK);
      await page.locator(".item .note", { hasText: "Withdrawn" }).first().waitFor();
    });
  });

  test("words of a call are withdrawn by keyboard alone", async () => {
    await change(PACK, {}, async ({ page, complaints, at }) => {
      const turn = await turnOfFirst(page);
      await at(turn);
      await tabTo(page, `#${turn.split("#")[1]} a[href^='/withdraw?']`);
      await page.keyboard.press("Enter");
      await page.waitForURL(/\/withdraw\?call=/);
      await tabTo(page, "input[name=about]");
      await page.keyboard.press("Space");
      await tabTo(page, "#reason");
      await page.keyboard.type("she asked");
      await page.keyboard.press("Enter");
      await page.waitForURL(/\/withdraw$/);
      await soundUnfolded(page);
      await tabTo(page, "form[action='/withdraw/now'] button");
      await page.keyboard.press("Enter");
      await page.waitForURL(/\/withdrawals\/1$/);
      await soundUnfolded(page);
      assert.equal(await page.locator("section[aria-labelledby=in-packs] li").count(), 1);
      assert.deepEqual(complaints, []);
    });
  });
});
