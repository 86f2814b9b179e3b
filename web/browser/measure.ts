import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { birthFields } from "@sogoc/deploy/test-province";
import type { Page, Request } from "playwright-core";
import { prepareBook } from "./prepared-book.ts";
import { startStage } from "./stage.ts";

/**
 * Measures the keying desk as a clerk meets it and prints the figures: `node web/browser/measure.ts`. A scripted clerk
 * types 8 characters a second; times are taken inside the page, from the key to the frame that shows it.
 */
const CASES = 12;
const KEY_MS = 125;
const dist = fileURLToPath(new URL("../dist/", import.meta.url));

const at = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
const line = (name: string, values: readonly number[], limit: number) => {
  const [p50, p95] = [at(values, 0.5), at(values, 0.95)];
  const verdict = p95 <= limit ? "ok" : "TOO SLOW";
  console.log(
    `${name.padEnd(34)} p50 ${p50.toFixed(0).padStart(4)} ms   p95 ${p95.toFixed(0).padStart(4)} ms   limit ${limit} ms   n=${values.length}   ${verdict}`,
  );
};

/** Written as text: it runs in the page, where the content security policy lets only the debugger evaluate. */
const watchKeys = `(() => {
  window.sogocKeys = [];
  window.addEventListener("keydown", () => {
    const pressed = performance.now();
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => window.sogocKeys.push(performance.now() - pressed);
      channel.port2.postMessage(0);
    });
  }, true);
})()`;

const typeField = async (page: Page, code: string, text: string) => {
  await page.locator(`#field-${code}`).focus();
  await page.keyboard.press("Control+A");
  await page.keyboard.type(text, { delay: KEY_MS });
};

const loadedScripts = (requests: readonly Request[]): readonly string[] =>
  requests.map((request) => new URL(request.url()).pathname).filter((path) => path.endsWith("js"));

const run = async () => {
  const stage = await startStage((test) => prepareBook(test, { scans: CASES + 3 }));
  try {
    const requests: Request[] = [];
    const page = await stage.signIn("nam");
    page.on("request", (request) => requests.push(request));
    await page.locator("main a[data-kind=primary]").click();
    await page.locator("#field-so:focus").waitFor();
    await page.reload();
    await page.locator("[data-shown]:not([data-shown=''])").waitFor();
    const scripts = [...new Set(loadedScripts(requests))].filter((path) => !path.includes("worker"));
    const size = scripts.reduce((sum, path) => sum + gzipSync(readFileSync(`${dist}${path}`)).length, 0);
    const worker = globSync("assets/*worker*", { cwd: dist })
      .map((file) => gzipSync(readFileSync(`${dist}${file}`)).length)
      .reduce((sum, one) => sum + one, 0);
    console.log(
      `JavaScript of the keying desk       ${(size / 1000).toFixed(0)} kB gzip in ${scripts.length} files, limit 300 kB`,
    );
    console.log(`the PDF reader's worker, beside it  ${(worker / 1000).toFixed(0)} kB gzip`);

    await page.evaluate(watchKeys);
    const acknowledged: number[] = [];
    const nextShown: number[] = [];
    for (let number = 1; number <= CASES; number++) {
      const fields = birthFields(number);
      // What is carried over need not be typed again; three fields are typed at a clerk's pace, the rest is put in.
      for (const [code, { raw }] of Object.entries(fields)) await page.fill(`#field-${code}`, raw);
      for (const code of ["nksHoTen", "meHoTen", "chaHoTen"])
        await typeField(page, code, fields[code]?.raw ?? "");
      const before = await page.locator("[data-shown]").getAttribute("data-shown");
      const answered = page.waitForResponse(
        (response) => response.request().method() === "POST" && response.url().endsWith("/records"),
      );
      const started = performance.now();
      await page.keyboard.press("Control+Enter");
      await answered;
      acknowledged.push(performance.now() - started);
      await page
        .locator(`[data-shown]:not([data-shown=''])${before ? `:not([data-shown="${before}"])` : ""}`)
        .waitFor();
      nextShown.push(performance.now() - started);
      await page.locator(`#field-so[value="${number + 1}"]`).waitFor();
    }
    const keys = (await page.evaluate("window.sogocKeys")) as number[];
    line("keystroke to screen", keys, 50);
    line("save acknowledged", acknowledged, 200);
    line("save to next case with its image", nextShown, 300);

    const session = await page.context().newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
    await page.evaluate("window.sogocKeys.length = 0");
    await typeField(page, "nksHoTen", "Nguyễn Văn Bình Minh Anh Tuấn");
    line("keystroke to screen, CPU 4x slower", (await page.evaluate("window.sogocKeys")) as number[], 100);
  } finally {
    await stage.stop();
  }
};

await run();
