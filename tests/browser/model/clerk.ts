import { expect } from "vitest";
import { birthFields } from "../../support/test-province.ts";
import type { Job } from "./job.ts";
import type { Keyboard } from "./keyboard.ts";

const HALF_TYPED = "Nguyễn Văn Dở";
const queueLink = 'nav a[href="/lo"]';
const field = (code: string) => `#field-${code}`;

/** From wherever they are to their queue, by the menu. */
export const toQueue = async (keys: Keyboard) => {
  await keys.goTo(queueLink, "Shift+Tab");
  await keys.press("Enter");
  await keys.sees("main h1", "Lô của tôi");
};

/** The first batch that can be worked at has the focus: one key opens it. */
const openDesk = async (keys: Keyboard) => {
  await keys.reload();
  await keys.sees("main a[data-kind=primary]:focus");
  await keys.press("Enter");
  await keys.sees(`${field("so")}:focus`);
};

const typeBirth = async (keys: Keyboard, number: number) => {
  for (const [code, { raw }] of Object.entries(birthFields(number))) {
    await keys.goTo(field(code));
    await keys.press("Control+A");
    await keys.type(raw);
  }
};

export const keyCase = async (keys: Keyboard, before: Job) => {
  await openDesk(keys);
  const number = before.saved + 1;
  if (before.draft && before.holder === "nam") {
    await keys.sees(`${field("nksHoTen")}[value="${HALF_TYPED}"]`);
  } else {
    expect(await keys.typed("so")).toBe(String(number));
    // From the case before, whoever keyed it, or from the book; another colour says that nobody has
    // confirmed it.
    expect(await keys.typed("noiDangKy")).toBe("UBND xã Mai Lâm");
    await keys.sees(`${field("noiDangKy")}[data-state=ditto]`);
  }
  await typeBirth(keys, number);
  await keys.sees("[data-shown]:not([data-shown=''])");
  await keys.press("Control+Enter");
  await keys.sees("[data-saving=saved][data-waiting='0']", `: số ${number}`);
  await toQueue(keys);
};

/**
 * Everything that the browser keeps of cases being keyed; read like a screen, because no screen
 * shows it.
 */
export const typeHalf = async (keys: Keyboard, kept: () => Promise<string>) => {
  await openDesk(keys);
  // What was begun in batches that somebody else has by now is still there.
  const countKept = async () => (await kept()).split(HALF_TYPED).length;
  const before = await countKept();
  await keys.goTo(field("nksHoTen"));
  await keys.press("Control+A");
  await keys.type(HALF_TYPED);
  await expect.poll(countKept).toBe(before + 1);
  await keys.reload();
  await keys.sees(`${field("nksHoTen")}[value="${HALF_TYPED}"]`);
  await toQueue(keys);
};

/** Stays at the desk: what is kept here is sent from there. */
export const openDeskBefore = async (keys: Keyboard, loseServer: () => Promise<void>) => {
  await openDesk(keys);
  await loseServer();
};

export const keyAway = async (keys: Keyboard, before: Job) => {
  const number = before.saved + before.here + 1;
  expect(await keys.typed("so")).toBe(String(number));
  await typeBirth(keys, number);
  await keys.press("Control+Enter");
  await keys.sees(`[data-saving=offline][data-waiting='${before.here + 1}']`);
  await keys.sees(`${field("so")}[value="${number + 1}"]`);
  // Nothing may be submitted while something is only here.
  await keys.press("F10");
  await keys.sees("dialog[open] button[data-kind=primary]:disabled");
  await keys.press("Escape");
  await keys.seesNo("dialog[open]");
  await keys.goTo(field("so"), "Shift+Tab");
};

export const findServerAgain = async (keys: Keyboard, before: Job, restart: () => Promise<void>) => {
  await restart();
  if (before.here > 0) await keys.sees("[data-saving=saved][data-waiting='0']");
  await toQueue(keys);
};

export const correctMark = async (keys: Keyboard, reason: string, corrected: string) => {
  await keys.reload();
  await keys.sees("main a[data-kind=primary]:focus", "Các lỗi cần sửa");
  await keys.press("Enter");
  await keys.sees("a.case:focus", reason);
  await keys.press("Enter");
  await keys.sees(`${field("meHoTen")}:focus`);
  await keys.sees("#field-meHoTen-mark", reason);
  await keys.press("Control+A");
  await keys.type(corrected);
  await keys.press("Control+Enter");
  await keys.sees("dialog[open] input:focus");
  await keys.press("Enter");
  await keys.sees("main h1", "Các trường hợp đã nhập");
  await keys.seesNo("a.case .mark");
  await toQueue(keys);
};

export const submitBatch = async (keys: Keyboard) => {
  await openDesk(keys);
  await keys.press("F10");
  // The key that submits is one step off where something is missing or nobody has counted.
  await keys.sees("dialog[open] button[data-kind=primary]:enabled");
  await keys.goTo("dialog[open] button[data-kind=primary]", "Shift+Tab");
  await keys.press("Enter");
  await keys.sees("main h1", "Lô của tôi");
};
