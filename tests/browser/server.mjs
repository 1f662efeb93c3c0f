// Starts the program under test on data of its own, and ends it.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const BIN = process.env.VERBATIM_BIN ?? "../../target/release/verbatim";

/** A data folder with the given files ingested; `remove` deletes it. */
export function archive(paths) {
  const data = mkdtempSync(join(tmpdir(), "verbatim-browser-"));
  const done = spawnSync(BIN, ["--data", data, "ingest", ...paths], { encoding: "utf8" });
  if (done.status === null || (done.status !== 0 && !done.stderr.includes("is the chat of"))) throw new Error(`ingest ended with ${done.status}: ${done.stderr}`);
  return { data, remove: () => rmSync(data, { recursive: true, force: true }) };
}

/** Runs a command on the data folder. */
export function verbatim(data, ...args) {
  const done = spawnSync(BIN, ["--data", data, ...args], { encoding: "utf8" });
  assert.equal(done.status, 0, done.stderr);
}

/** A server on the data folder: its address, and how to end it. */
export async function serve(data, more = []) {
  const child = spawn(BIN, ["--data", data, "serve", "--port", "0", ...more]);
  let told = "";
  child.stderr.on("data", (piece) => (told += piece));
  const address = await new Promise((found, failed) => {
    let out = "";
    child.stdout.on("data", (piece) => {
      out += piece;
      const match = out.match(/http:\/\/\S+\//);
      if (match) found(match[0].slice(0, -1));
    });
    child.on("exit", (code) => failed(new Error(`serve ended with ${code}: ${told}`)));
    setTimeout(() => failed(new Error(`serve said nothing in 20 s: ${told}`)), 20_000);
  });
  return {
    address,
    stop: () =>
      new Promise((ended) => {
        child.on("exit", ended);
        child.kill("SIGINT");
        setTimeout(() => child.kill("SIGKILL"), 5_000).unref();
      }),
  };
}
