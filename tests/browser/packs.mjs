// Do the pack pages work in a real browser: by mouse, by keyboard, without JavaScript, narrow and dark?
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { open, page, sound, tabTo, unfold } from "./browser.mjs";
import { archive, serve, verbatim } from "./server.mjs";

const PICTURES = process.env.VERBATIM_PICTURES;
const LOOKS = [
  { name: "wide", viewport: { width: 1280, height: 900 }, colorScheme: "light" },
  { name: "dark", viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
  { name: "narrow", viewport: { width: 320, height: 640 }, colorScheme: "light" },
];
const PACK = "/packs/typing";
const PAGES = [
  "/packs",
  "/packs?q=spreadsheet&persona=end-user",
  PACK,
  `${PACK}/history`,
  `${PACK}/preview?format=markdown&for=internal`,
  `${PACK}/preview?format=html&for=internal`,
  `${PACK}/preview?format=docx&for=internal`,
  `${PACK}/preview?format=xlsx&for=publish`,
  `${PACK}/preview?format=text&for=publish`,
];

/** An archive with a pack of four quotes under two headings, of which some may be published. */
function packed() {
  const kept = archive(["../../corpus-samples"]);
  verbatim(kept.data, "pack", "new", "typing", "--query", '"by hand"', "--max", "4");
  verbatim(kept.data, "pack", "section", "typing", "1", "Spreadsheets");
  verbatim(kept.data, "pack", "note", "typing", "2", "for the home page");
  verbatim(kept.data, "pack", "feedback", "typing", "1", "up", "--comment", "works");
  verbatim(kept.data, "pack", "use", "typing", "--quote", "1", "--where", "https://a.example/story");
  verbatim(kept.data, "pack", "export", "typing", "-o", `${kept.data}/typing.md`);
  return kept;
}

describe("packs", () => {
  let kept, server, browser;
  before(async () => {
    kept = packed();
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
      const answer = await tab.page.goto(at.address + path);
      await work(tab, answer);
    } finally {
      await tab.close();
    }
  }

  /** A visit to a server on an archive of its own, which may be changed. */
  async function change(path, options, work) {
    const own = packed();
    const other = await serve(own.data);
    try {
      await visit(path, options, work, other);
    } finally {
      await other.stop();
      own.remove();
    }
  }

  const keys = (page) => page.locator(".item").evaluateAll((items) => items.map((item) => item.dataset.key));
  const order = (page, wanted) =>
    page.waitForFunction(
      (wanted) => [...document.querySelectorAll(".item")].map((item) => item.dataset.key).join() === wanted,
      wanted.join(),
    );

  for (const look of LOOKS) {
    for (const path of PAGES) {
      test(`${path} is sound (${look.name})`, async () => {
        await visit(path, look, async ({ page, complaints }, answer) => {
          assert.equal(answer.status(), 200);
          await unfold(page);
          await sound(page);
          assert.deepEqual(complaints, []);
          if (PICTURES) {
            mkdirSync(PICTURES, { recursive: true });
            const name = `${path.replace(/\W+/g, "-").replace(/^-|-$/g, "")}-${look.name}.png`;
            await page.screenshot({ path: `${PICTURES}/${name}`, fullPage: look.name !== "narrow" });
          }
        });
      });
    }
  }

  test("from the basket to a file, by mouse", async () => {
    await change("/?q=spreadsheet", {}, async ({ page, complaints }) => {
      for (const at of [0, 1]) {
        await page.locator(".into-basket button").nth(at).click();
        await page.waitForFunction((n) => document.getElementById("basket-count").textContent === n, String(at + 1));
      }
      await page.click("a.basket");
      await page.waitForURL("**/basket");
      await page.fill("#pack-name", "By mouse");
      await page.click("form[action='/basket/pack'] button");
      await page.waitForURL("**/packs/By%20mouse");
      assert.equal(await page.locator(".item").count(), 2);
      const words = (await page.locator(".item blockquote").first().innerText()).trim();
      await page.click("a.button[href$='/preview']");
      await page.selectOption("#format", "text");
      await page.click("form[method=get] button");
      await page.waitForURL("**/preview?format=text*");
      const shown = await page.locator("pre.file").innerText();
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.click("form[action$='/download'] button[type=submit]"),
      ]);
      assert.match(download.suggestedFilename(), /^By-mouse-internal\.txt$/);
      const pieces = [];
      for await (const piece of await download.createReadStream()) pieces.push(piece);
      const file = Buffer.concat(pieces).toString("utf8");
      assert.ok(file.includes(words.split("\n")[0]), "word for word");
      assert.equal(shown.trim(), file.trim(), "what was shown is what left");
      await page.goto(new URL("/packs/By%20mouse/history", page.url()).href);
      assert.equal(await page.locator("section[aria-labelledby=left] tbody tr").count(), 1);
      assert.deepEqual(complaints, []);
    });
  });

  test("a quote is dragged to another place, and the drag is undone", async () => {
    await change(PACK, {}, async ({ page, complaints }) => {
      const before = await keys(page);
      assert.equal(before.length, 4);
      const third = page.locator(".item").nth(2);
      // Both must be in view, however long the quotes are.
      await third.evaluate((item) => item.scrollIntoView({ block: "start" }));
      const handle = await page.locator(".item").last().locator("[data-handle]").boundingBox();
      const target = await third.boundingBox();
      assert.ok(target.y >= 0 && handle.y < page.viewportSize().height);
      await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2);
      await page.mouse.down();
      await page.mouse.move(target.x + 40, target.y + 6, { steps: 5 });
      await page.mouse.up();
      const after = [before[0], before[1], before[3], before[2]];
      await order(page, after);
      assert.equal(await page.evaluate(() => document.activeElement.dataset.key), before[3]);
      await page.click("form.undo button");
      await order(page, before);
      assert.deepEqual(complaints, []);
    });
  });

  test("quotes are moved, trimmed and put under a heading by keyboard alone", async () => {
    await change(PACK, {}, async ({ page, complaints }) => {
      const before = await keys(page);
      const second = `#q-${before[1]}`;
      await tabTo(page, `${second} button[value=down]`);
      await page.keyboard.press("Enter");
      await order(page, [before[0], before[2], before[1], before[3]]);
      // Whoever moved it goes on with it.
      await page.waitForFunction((item) => document.activeElement.matches(item), second);
      await tabTo(page, `${second} summary`);
      await page.keyboard.press("Enter");
      await tabTo(page, `${second} input[name=section]`);
      await page.keyboard.type("By keyboard");
      await page.keyboard.press("Enter");
      await page.locator("h2.heading", { hasText: "By keyboard" }).waitFor();
      const words = () => page.locator(".item", { hasText: "for the home page" }).locator("blockquote").innerText();
      const whole = await words();
      const trim = page.locator(second).locator("summary", { hasText: "Trim and mark" });
      await trim.focus();
      await page.keyboard.press("Enter");
      await tabTo(page, `${second} button[value=end-in]`);
      await page.keyboard.press("Enter");
      await page.waitForFunction((item) => document.querySelector(item) === null, second);
      const cut = await words();
      assert.ok(cut.length < whole.length && whole.startsWith(cut), `${cut} of ${whole}`);
      assert.deepEqual(complaints, []);
    });
  });

  test("everything works without JavaScript: arranging, marks, rights, hiding, publishing", async () => {
    await change(PACK, { javaScriptEnabled: false }, async ({ page }) => {
      const before = await keys(page);
      await page.locator(`#q-${before[0]} button[value=remove]`).click();
      assert.equal(await page.locator(".item").count(), 3);
      await page.click("form.undo button");
      assert.deepEqual(await keys(page), before);
      assert.equal(await page.locator("[data-handle]").first().isVisible(), false);
      for (const key of before) {
        const item = page.locator(`#q-${key}`);
        await item.locator("details.rights > summary").click();
        await item.locator("input[name=about][value=quote]").check();
        await item.locator("select[name=level]").selectOption("anonymous");
        await item.locator("input[name=granted-by]").fill("CMO");
        await item.locator("form[action$='/grant'] button").click();
        assert.match(await page.locator(`#q-${key} details.rights > summary`).innerText(), /anonymous/);
      }
      const other = page.locator(`#q-${before[1]}`);
      await other.locator("details.hides > summary").click();
      const word = (await other.locator("blockquote").innerText()).match(/[a-z]{5,}/)[0];
      const hide = other.locator("form", { has: page.locator("input[value=hide-words]") });
      await hide.locator("input[name=words]").fill(word);
      await hide.locator("input[name=as]").fill("[something]");
      await hide.locator("button").click();
      await page.locator(`#q-${before[1]} details.hides > summary`).click();
      assert.match(await page.locator(`#q-${before[1]} .outside`).innerText(), /\[something\]/);
      await page.goto(new URL(`${PACK}/preview?format=text&for=publish`, page.url()).href);
      // The second look may want a person's word on something.
      while ((await page.locator("form[action$='/accept']").count()) > 0) {
        const accept = page.locator("form[action$='/accept']").first();
        await accept.locator("input[name=why]").fill("nobody is told");
        await accept.locator("input[name=by]").fill("Ed");
        await accept.locator("button").click();
      }
      const text = await page.locator("pre.file").innerText();
      assert.match(text, /\[something\]/);
      const leave = page.locator("input[name=only-granted]");
      if (await leave.count()) await leave.check();
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.click("form[action$='/download'] button[type=submit]"),
      ]);
      assert.match(download.suggestedFilename(), /-publish\.txt$/);
    });
  });

  test("the page as it will be is shown in a frame without any right", async () => {
    await visit(`${PACK}/preview?format=html&for=internal`, {}, async ({ page, complaints }) => {
      const frame = page.frameLocator("iframe.file");
      await frame.locator("blockquote").first().waitFor();
      assert.ok((await frame.locator("blockquote").count()) > 0);
      assert.deepEqual(complaints, []);
    });
  });
});
