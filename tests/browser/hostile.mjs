// Calls whose words, names and titles try to become part of the page.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const CALLS_FOR = ["pwned=1", "globalThis.pwned=1", "alert(1)", "eval('pwned=1')"];
const WAYS = [
  (js) => `<script>${js}</script>`,
  (js) => `"><script>${js}</script>`,
  (js) => `'><img src=x onerror=${js}>`,
  (js) => `<img src=x onerror="${js}">`,
  (js) => `<svg onload=${js}>`,
  (js) => `<svg><script>${js}</script></svg>`,
  (js) => `</textarea><script>${js}</script>`,
  (js) => `</title><script>${js}</script>`,
  (js) => `</style><script>${js}</script>`,
  (js) => `<a href="javascript:${js}">x</a>`,
  (js) => `javascript:${js}`,
  (js) => `<iframe srcdoc="<script>${js}</script>">`,
  (js) => `<body onload=${js}>`,
  (js) => `<details open ontoggle=${js}>`,
  (js) => `<input autofocus onfocus=${js}>`,
  (js) => `<form action="javascript:${js}"><button>x`,
  (js) => `<math><mtext></p><img src=x onerror=${js}>`,
  (js) => `<template><script>${js}</script></template>`,
  (js) => `<base href="//evil.example/"><script src=x>${js}</script>`,
  (js) => `<meta http-equiv=refresh content="0;url=javascript:${js}">`,
  (js) => `<object data="javascript:${js}">`,
  (js) => `<embed src="javascript:${js}">`,
  (js) => `<link rel=stylesheet href="javascript:${js}">`,
  (js) => `<div hx-get="/x" hx-trigger="load" hx-on:load="${js}">`,
  (js) => `<div hx-on::load="${js}">`,
  (js) => `{{${js}}}`,
  (js) => `{% raw %}${js}`,
  (js) => "`${" + js + "}`",
  (js) => `\u2028${js}\u2029`,
  (js) => `&lt;script&gt;${js}&lt;/script&gt;`,
  (js) => `&#x3C;script&#x3E;${js}`,
  (js) => `<!--><script>${js}</script>-->`,
  (js) => `<![CDATA[<script>${js}</script>]]>`,
  (js) => `<scr<script>ipt>${js}</scr</script>ipt>`,
  (js) => `<ScRiPt>${js}</sCrIpT>`,
  (js) => `<style>@import 'javascript:${js}'</style>`,
  (js) => `<p style="background:url(javascript:${js})">`,
  (js) => `\\u003cscript\\u003e${js}`,
  (js) => `data:text/html,<script>${js}</script>`,
  (js) => `=cmd|'/c ${js}'!A0`,
  (js) => `<x contenteditable onblur=${js}>`,
  (js) => `<video><source onerror=${js}>`,
  (js) => `<marquee onstart=${js}>`,
];
const payloads = CALLS_FOR.flatMap((js) => WAYS.map((way) => way(js)));

/** A folder of calls with every payload in the words, some in names and titles; `n` says how many there are. */
export function hostileCalls() {
  const folder = mkdtempSync(join(tmpdir(), "verbatim-hostile-"));
  const lines = payloads.map((payload, at) =>
    JSON.stringify({
      id: `hostile-${at}`,
      title: `payload ${payload}`,
      recording_url: at % 2 ? `javascript:${payload}` : "https://calls.example/1",
      account: { name: `Acme ${payload}`, industry: payload },
      deal: { stage: payload, outcome: "lost" },
      participants: [
        { name: `Ana ${payload}`, side: "prospect", title: payload },
        { name: "Ben Roy", side: "rep" },
      ],
      turns: [
        { speaker: "Ben Roy", start: 0, text: `What about ${payload}?` },
        { speaker: `Ana ${payload}`, start: 5, text: `The payload ${payload} is too expensive for us, we do it all by hand.` },
        { speaker: `Ana ${payload}`, start: 9, text: `${payload}` },
      ],
    }),
  );
  writeFileSync(join(folder, "calls.jsonl"), lines.join("\n"));
  return { folder, n: 3 * payloads.length, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
