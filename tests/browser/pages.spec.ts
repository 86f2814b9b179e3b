import type { Page, Request } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withoutChromium } from "./chromium.ts";
import { faultsOf, wordFaultsOf } from "./faults.ts";
import { takePicture } from "./pictures.ts";
import { preparePages } from "./prepared-pages.ts";
import { watchRequests } from "./quiet.ts";
import { unreached } from "./reach.ts";
import { scriptWeight } from "./script-weight.ts";
import { type Stage, startStage } from "./stage.ts";
import { pictureOf, type Stop, stopsOf } from "./visits.ts";

/** What went wrong on the way to an answer; a page that is left takes its open requests back. */
const watchFailures = (page: Page): (() => string[]) => {
  const failures: string[] = [];
  page.on("response", (answer) => {
    if (answer.status() >= 400) failures.push(`${answer.status()} ${answer.url()}`);
  });
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText ?? "";
    if (why !== "net::ERR_ABORTED") failures.push(`${why} ${request.url()}`);
  });
  return () => failures.splice(0);
};

interface Seat {
  readonly page: Page;
  readonly quiet: () => Promise<void>;
  readonly failures: () => string[];
}

/** Waits until the page stands, and answers what it was refused and what it lacks. */
const refusalsOf = async ({ page, quiet, failures }: Seat): Promise<readonly string[]> => {
  const stands = page.locator("main h1, main .problem").first().waitFor();
  // What comes in vain is the page's fault, and told with its address as all others are.
  await stands.catch(() => {});
  await quiet();
  const headings = await page.locator("main h1").count();
  return [...failures(), ...(headings === 0 ? ["no heading"] : [])];
};

describe.skipIf(withoutChromium())("every page", () => {
  let stage: Stage;
  let stops: readonly Stop[] = [];
  const seats = new Map<string, Seat>();
  /** That person's window, which stays open from page to page. */
  const seatOf = async (who: string): Promise<Seat> => {
    const known = seats.get(who);
    if (known) return known;
    const page = await stage.signIn(who);
    const seat = { page, quiet: watchRequests(page), failures: watchFailures(page) };
    seats.set(who, seat);
    return seat;
  };
  /** Visits each stop as the first of its people; two people look around at the same time. */
  const byPerson = async (
    wanted: readonly Stop[],
    visit: (seat: Seat, who: string, stop: Stop) => Promise<void>,
  ): Promise<void> => {
    const left = [...Map.groupBy(wanted, ({ people }) => people[0] ?? "")];
    const lane = async () => {
      for (let next = left.pop(); next; next = left.pop()) {
        const [who, own] = next;
        const seat = await seatOf(who);
        for (const stop of own) {
          await visit(seat, who, stop).catch((error: unknown) => {
            throw new Error(`${stop.address} (${who}) cannot be looked at`, { cause: error });
          });
        }
      }
    };
    await Promise.all([lane(), lane()]);
  };
  beforeAll(async () => {
    stage = await startStage(async (test) => {
      stops = stopsOf(await preparePages(test));
    });
  });
  afterAll(() => stage.stop());

  it("has no serious accessibility fault, no cut label, help behind ?, in both languages", async () => {
    const faults: string[] = [];
    await byPerson(stops, async (seat, who, { address, path }) => {
      const { page } = seat;
      await page.goto(`${stage.address}${path}`);
      faults.push(...(await refusalsOf(seat)).map((refusal) => `${address} (${who}): ${refusal}`));
      const name = pictureOf(address);
      faults.push(...(await faultsOf(page, `${address} (vi)`)));
      await stage.picture(page, name);
      await page.locator("header button[lang]").click();
      // The same page in other words: what could be wrong anew is how they fit.
      faults.push(...(await wordFaultsOf(page, `${address} (en)`)));
      await takePicture(page, `${name}-en`);
      await page.locator("header button[lang]").click();
      faults.push(...(await unreached(page)).map((one) => `${address} is not reached by Tab: ${one}`));
      await page.keyboard.press("F1");
      await page.locator("dialog[open]").waitFor();
      await page.keyboard.press("Escape");
      await page.locator("dialog[open]").waitFor({ state: "detached" });
    });
    const stranger = await stage.openWindow();
    await stranger.goto(stage.address);
    await stranger.locator("#name").waitFor();
    faults.push(...(await faultsOf(stranger, "sign-in")));
    await stage.picture(stranger, "sign-in");
    // Only a demo tells of its people and their password.
    expect((await stranger.request.get(`${stage.address}/demo.json`)).status()).toBe(204);
    await expect.poll(() => stranger.locator("#demo").count()).toBe(0);
    expect(faults).toEqual([]);
    expect(stage.complaints).toEqual([]);
  });

  it("is refused nothing that it asks for, whoever has it in their menu", async () => {
    const faults: string[] = [];
    const others = stops.flatMap(({ people: [, ...rest], ...stop }) =>
      rest.map((who) => ({ ...stop, people: [who] })),
    );
    await byPerson(others, async (seat, who, { address, path }) => {
      // Within the application, as by a link.
      await seat.page.evaluate(`history.pushState(null, "", ${JSON.stringify(path)})`);
      faults.push(...(await refusalsOf(seat)).map((refusal) => `${address} (${who}): ${refusal}`));
    });
    expect(faults).toEqual([]);
    expect(stage.complaints).toEqual([]);
  });

  it("loads less than 300 kB of compressed scripts for the keying desk", async () => {
    const page = await stage.signIn("nam");
    await page.locator("main a[data-kind=primary]").click();
    await page.locator("#field-so:focus").waitFor();
    const requests: Request[] = [];
    page.on("request", (request) => requests.push(request));
    await page.reload();
    await page.locator("[data-shown]:not([data-shown=''])").waitFor();
    const { files, bytes } = scriptWeight(requests);
    expect(files).toBeGreaterThan(3);
    expect(bytes).toBeLessThan(300_000);
  });

  it("opens an account whose first password is shown once and must be changed", async () => {
    const admin = await stage.signIn("chinh");
    await admin.fill("#signInName", "moi.den");
    await admin.fill("#displayName", "Người Mới");
    await admin.selectOption("#role", "clerk");
    await admin.getByRole("button", { name: "Mở tài khoản" }).click();
    const password = (await admin.locator("dialog[open] code").textContent()) ?? "";
    await stage.picture(admin, "accounts-password");
    await admin.keyboard.press("Enter");
    await admin.getByText("moi.den").waitFor();
    const page = await stage.openWindow();
    await page.goto(stage.address);
    await page.fill("#name", "moi.den");
    await page.fill("#password", password);
    await page.keyboard.press("Enter");
    await page.fill("#current", password);
    await page.fill("#new", "mat-khau-cua-toi");
    await page.fill("#again", "mat-khau-cua-toi");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Lô của tôi" }).waitFor();
    // And at any time after, when they wish.
    await page.getByRole("link", { name: "Người Mới" }).click();
    await page.fill("#current", "mat-khau-cua-toi");
    await page.fill("#new", "mat-khau-khac-nua");
    await page.fill("#again", "mat-khau-khac-nua");
    await page.keyboard.press("Enter");
    await page.getByText("Đã đổi mật khẩu.").waitFor();
  });
});
