import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { PATIENCE_MS } from "@sogoc/core/testing";
import { openEngines } from "@sogoc/host/engines";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { buildOnce, requireWholeApp } from "../support/build-once.ts";
import { startTestProvince, type TestProvince } from "../support/test-province.ts";
import { chromiumFlags, findChromium } from "./chromium.ts";
import { takePictures } from "./pictures.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

export const person = (name: string) => ({
  name,
  password: name === "admin" ? "quan-tri-1234" : `${name}-mat-khau`,
});

export const freePort = async (): Promise<number> => {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (typeof address !== "object" || !address) throw new Error("no free port");
  return address.port;
};

const ready = async (address: string): Promise<void> => {
  // A demo seeds itself before it answers.
  const end = Date.now() + 5 * PATIENCE_MS;
  while (Date.now() < end) {
    const healthy = await fetch(`${address}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (healthy) return;
    await pause(50);
  }
  throw new Error("the server does not get ready");
};

export interface Stage {
  readonly address: string;
  /** The server's data folder. */
  readonly data: string;
  /** A window at 1366x768 of somebody whom the browser does not know; it closes with the stage. */
  readonly openWindow: () => Promise<Page>;
  /** Kills the server without warning; `restart` brings it back on the same data. */
  readonly kill: () => Promise<void>;
  readonly restart: () => Promise<void>;
  /** A window of its own, at 1366x768, in which that person has just given the password. */
  readonly enter: (name: string) => Promise<Page>;
  /** The same, once the person is in. */
  readonly signIn: (name: string) => Promise<Page>;
  /** The same, in a window that was opened at that address. */
  readonly openAt: (name: string, path: string) => Promise<Page>;
  /** Pictures of the page, where they are asked for. */
  readonly picture: (page: Page, name: string) => Promise<void>;
  /** What the pages complained of: script errors and refusals of the content security policy. */
  readonly complaints: readonly string[];
  readonly stop: () => Promise<void>;
}

let browser: Promise<Browser> | undefined;

/** One for all stages of a process; it ends with it. */
const launchOnce = (): Promise<Browser> => {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error("no Chromium");
  browser ??= chromium.launch({ executablePath, args: chromiumFlags }).then((launched) => {
    launched.on("disconnected", () => {
      browser = undefined;
    });
    return launched;
  });
  return browser;
};

/**
 * The whole system as people meet it: the built web application, served by a server process of its
 * own on embedded engines that `prepare` has filled, or by the demo as it fills itself, and the
 * system's Chromium.
 */
export const startStage = async (
  prepare: ((test: TestProvince) => Promise<void>) | "demo",
): Promise<Stage> => {
  await buildOnce();
  const folder = await mkdtemp(join(tmpdir(), "sogoc-stage-"));
  const data = join(folder, "data");
  if (prepare !== "demo") {
    const ports = await openEngines({ engine: "embedded", folder: data });
    const test = await startTestProvince(ports);
    await prepare(test);
    await test.standalone.settled();
    await test.standalone.stop();
    await ports.close();
  }

  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  let server: ChildProcess | undefined;
  const restart = async () => {
    server = spawn(process.execPath, [join(root, "apps/standalone/src/main.ts")], {
      cwd: root,
      stdio: ["ignore", "ignore", "inherit"],
      env: {
        ...process.env,
        PORT: String(port),
        SOGOC_DATA: data,
        SOGOC_SIGN_INS_PER_MINUTE: "1000",
        SOGOC_SECOND_FACTOR: process.env["SOGOC_SECOND_FACTOR"] ?? "off",
        SOGOC_DEMO: String(prepare === "demo"),
      },
    });
    await ready(address);
    await requireWholeApp(address);
  };
  const kill = async () => {
    const running = server;
    // Who was killed by somebody else, as where memory runs out, does not exit once more.
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const ended = new Promise((resolve) => running.once("exit", resolve));
    running.kill("SIGKILL");
    await ended;
  };
  await restart();

  const windows = await launchOnce();
  const opened: BrowserContext[] = [];
  const openWindow = async () => {
    const context = await windows.newContext({
      viewport: { width: 1366, height: 768 },
      acceptDownloads: true,
    });
    opened.push(context);
    return context.newPage();
  };
  const complaints: string[] = [];
  const openAt = async (name: string, path: string) => {
    const page = await openWindow();
    page.setDefaultTimeout(PATIENCE_MS);
    page.on("pageerror", (error) => complaints.push(`${name}: ${error.message}`));
    page.on("console", (message) => {
      // Chromium itself reports every answer that is no success; those are the tests' own business.
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
        complaints.push(`${name}: ${message.text()}`);
    });
    await page.goto(`${address}${path}`);
    await page.locator("#name:focus").waitFor();
    await page.keyboard.type(name);
    await page.keyboard.press("Tab");
    await page.keyboard.type(person(name).password);
    await page.keyboard.press("Enter");
    return page;
  };
  const enter = (name: string) => openAt(name, "/");
  const signIn = async (name: string) => {
    const page = await enter(name);
    await page.locator("header.bar").waitFor();
    return page;
  };
  return {
    address,
    data,
    openWindow,
    kill,
    restart,
    enter,
    signIn,
    openAt,
    complaints,
    picture: takePictures,
    async stop() {
      await Promise.all(opened.map((context) => context.close()));
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
