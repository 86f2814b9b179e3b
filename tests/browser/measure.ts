import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import type { Page, Request } from "playwright-core";
import { birthFields } from "../support/test-province.ts";
import { fillCase } from "./desk-steps.ts";
import { type Measured, publish } from "./measured.ts";
import { prepareBook } from "./prepared-book.ts";
import { scriptWeight } from "./script-weight.ts";
import { startStage } from "./stage.ts";

/**
 * Measures the keying desk as a clerk meets it and prints and publishes the figures: `node
 * tests/browser/measure.ts`. A scripted clerk types 8 characters a second; times are taken inside
 * the page, from the key to the frame that shows it.
 */
const CASES = 12;
const SLOW_CASES = 8;
const KEY_MS = 125;
const dist = fileURLToPath(new URL("../../web/dist/", import.meta.url));

/**
 * Written as text: it runs in the page, where the content security policy lets only the debugger
 * evaluate.
 */
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

/**
 * What the browser itself counts as the time from a key or click to the next paint; short ones are
 * left out by it.
 */
const watchInteractions = `(() => {
  window.sogocInteractions = [];
  new PerformanceObserver((list) => {
    for (const { name, duration } of list.getEntries())
      if (["keydown", "click"].includes(name)) window.sogocInteractions.push(duration);
  }).observe({ type: "event", durationThreshold: 16 });
})()`;

/** The longest interaction while `act` was done, in milliseconds. */
const longestOf = async (page: Page, act: () => Promise<void>): Promise<number> => {
  await page.evaluate("window.sogocInteractions.length = 0");
  await act();
  // The entry comes after the frame that it is about.
  await page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)))");
  return Math.max(0, ...((await page.evaluate("window.sogocInteractions")) as number[]));
};

const typeField = async (page: Page, code: string, text: string) => {
  await page.locator(`#field-${code}`).focus();
  await page.keyboard.press("Control+A");
  await page.keyboard.type(text, { delay: KEY_MS });
};

const run = async () => {
  const stage = await startStage((test) => prepareBook(test, { scans: CASES + SLOW_CASES + 3 }));
  try {
    const requests: Request[] = [];
    const page = await stage.signIn("nam");
    page.on("request", (request) => requests.push(request));
    await page.locator("main a[data-kind=primary]").click();
    await page.locator("#field-so:focus").waitFor();
    await page.reload();
    await page.locator("[data-shown]:not([data-shown=''])").waitFor();
    const { files, bytes } = scriptWeight(requests);
    const worker = globSync("assets/*worker*", { cwd: dist })
      .map((file) => gzipSync(readFileSync(`${dist}${file}`)).length)
      .reduce((sum, one) => sum + one, 0);
    const sizes = [
      `JavaScript of the keying desk: ${(bytes / 1000).toFixed(0)} kB gzip in ${files} files, limit 300 kB`,
      `the PDF reader's worker, beside it: ${(worker / 1000).toFixed(0)} kB gzip`,
    ];

    await page.evaluate(watchKeys);
    const acknowledged: number[] = [];
    const nextShown: number[] = [];
    for (let number = 1; number <= CASES; number++) {
      const fields = birthFields(number);
      // What is carried over need not be typed again; three fields are typed at a clerk's pace, the
      // rest is put in.
      await fillCase(page, number);
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
    const session = await page.context().newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
    await page.evaluate("window.sogocKeys.length = 0");
    for (const code of ["nksHoTen", "meHoTen", "chaHoTen"])
      await typeField(page, code, "Nguyễn Văn Bình Minh Anh Tuấn");
    const slowKeys = (await page.evaluate("window.sogocKeys")) as number[];

    await page.evaluate(watchInteractions);
    const opened: number[] = [];
    const gone: number[] = [];
    for (let number = CASES + 1; number <= CASES + SLOW_CASES; number++) {
      await page.locator("header nav a").first().click();
      await page.locator("main a[data-kind=primary]:focus").waitFor();
      opened.push(
        await longestOf(page, async () => {
          await page.keyboard.press("Enter");
          await page.locator("#field-so:focus").waitFor();
        }),
      );
      await fillCase(page, number);
      gone.push(
        await longestOf(page, async () => {
          await page.keyboard.press("Control+Enter");
          await page.locator(`#field-so[value="${number + 1}"]`).waitFor();
        }),
      );
    }
    const lines: readonly Measured[] = [
      { name: "keystroke to screen", values: keys, limit: 50 },
      { name: "save acknowledged", values: acknowledged, limit: 200 },
      { name: "save to next case with its image", values: nextShown, limit: 300 },
      { name: "keystroke to screen, CPU 4x slower", values: slowKeys, limit: 100 },
      { name: "opening the desk to next paint, CPU 4x slower", values: opened, limit: 100 },
      { name: "save to next paint, CPU 4x slower", values: gone, limit: 100 },
    ];
    process.exitCode = publish(sizes, lines) ? 0 : 1;
  } finally {
    await stage.stop();
  }
};

await run();
