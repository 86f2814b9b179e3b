import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type BrowserContext, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildOnce } from "../support/build-once.ts";
import { chromiumFlags, findChromium, withoutChromium } from "./chromium.ts";
import { takePicture } from "./pictures.ts";
import { freePort } from "./stage.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Puts a certificate among those that Chromium trusts, as a person does on a machine with Linux.
 */
const trust = async (home: string, certificate: string): Promise<void> => {
  const store = join(home, ".pki/nssdb");
  await mkdir(store, { recursive: true });
  await run("certutil", ["-d", `sql:${store}`, "-N", "--empty-password"]);
  await run("certutil", ["-d", `sql:${store}`, "-A", "-t", "C,,", "-n", "So Goc", "-i", certificate]);
};
const hasCertutil = await run("which", ["certutil"]).then(
  () => true,
  () => false,
);

describe.skipIf(withoutChromium())("a server with an authority of its own", () => {
  let folder: string;
  let server: ChildProcess;
  let output = "";
  let port = 0;
  const open: BrowserContext[] = [];

  beforeAll(async () => {
    await buildOnce();
    folder = await mkdtemp(join(tmpdir(), "sogoc-authority-"));
    port = await freePort();
    const metrics = await freePort();
    server = spawn(process.execPath, [join(root, "apps/standalone/src/main.ts")], {
      stdio: ["ignore", "pipe", "inherit"],
      env: {
        ...process.env,
        PORT: String(port),
        SOGOC_METRICS_PORT: String(metrics),
        SOGOC_HTTPS: "own",
        SOGOC_DATA: join(folder, "data"),
      },
    });
    server.stdout?.on("data", (chunk) => {
      output += String(chunk);
    });
    const isReady = () => fetch(`http://127.0.0.1:${metrics}/health/ready`).then(({ ok }) => ok);
    while (!(await isReady().catch(() => false)) || !output.includes("first password")) await pause(50);
  });
  afterAll(async () => {
    for (const context of open) await context.close();
    server.kill();
    await rm(folder, { recursive: true, force: true });
  });

  const browse = async (name: string, options: { trusting?: boolean; careless?: boolean } = {}) => {
    const home = join(folder, name);
    await mkdir(home);
    if (options.trusting) {
      const certificate = join(home, "so-goc.crt");
      const answer = await fetch(`http://localhost:${port}/tin-cay/so-goc.crt`);
      await writeFile(certificate, Buffer.from(await answer.arrayBuffer()));
      await trust(home, certificate);
    }
    const executablePath = findChromium();
    const context = await chromium.launchPersistentContext(join(home, "profile"), {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: chromiumFlags,
      env: { ...process.env, HOME: home },
      viewport: { width: 1366, height: 768 },
      ignoreHTTPSErrors: options.careless ?? false,
    });
    open.push(context);
    return { context, page: await context.newPage() };
  };
  const fingerprint = () => /SHA-256 ((?:[0-9A-F]{2}:){31}[0-9A-F]{2})/.exec(output)?.[1] ?? "";

  it("shows whoever does not trust it yet how to, and nothing else", async () => {
    const { page } = await browse("stranger");
    await page.goto(`http://localhost:${port}/`);
    await page.getByText("Tải chứng thư gốc").waitFor();
    await expect.poll(() => page.locator("code").first().textContent()).toBe(fingerprint());
    await expect
      .poll(() => page.locator("img").evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBe(640);
    await takePicture(page, "tin-cay", { fullPage: true });
    await expect(page.goto(`https://localhost:${port}/`)).rejects.toThrow("ERR_CERT_AUTHORITY_INVALID");
    await expect.poll(() => page.locator("input[type=password]").count()).toBe(0);
  });

  it("tells whoever has clicked the warning away what to compare", async () => {
    const { page } = await browse("careless", { careless: true });
    await page.goto(`https://localhost:${port}/`);
    await page.getByText("Trình duyệt vừa cảnh báo “không an toàn”?").click();
    await page.getByText(fingerprint()).waitFor();
    await takePicture(page, "dang-nhap-tin-cay");
    await page.getByText("Cài chứng thư gốc của cơ quan, có hình chỉ dẫn").click();
    await page.getByText("Tải chứng thư gốc").waitFor();
  });

  it.skipIf(!hasCertutil)(
    "lets in by https, from the plain address too, whoever trusts its root",
    async () => {
      const { page, context } = await browse("trusting", { trusting: true });
      await page.goto(`http://localhost:${port}/`);
      await page.waitForURL(`https://localhost:${port}/**`);
      const [, password = ""] = /first password: (\S+)/.exec(output) ?? [];
      await page.locator("#name").fill("admin");
      await page.locator("#password").fill(password);
      await page.keyboard.press("Enter");
      await page.getByText("Đặt mật khẩu của riêng bạn").first().waitFor();
      const [cookie] = await context.cookies(`https://localhost:${port}/api/accounts/v1/sessions`);
      expect(cookie).toMatchObject({ secure: true, httpOnly: true, sameSite: "Strict" });
      // By address as well as by name.
      await page.goto(`https://127.0.0.1:${port}/`);
      await page.locator("#name").waitFor();
    },
  );
});
