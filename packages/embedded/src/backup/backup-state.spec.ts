import { chmodSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { temporaryFolder } from "../temporary-folder.ts";
import { findStateFault, keepRecipient, readBackupState, readRecipient } from "./backup-state.ts";
import { generateBackupKey } from "./seal.ts";

let folder: string;
let remove: () => void;
beforeEach(() => {
  ({ folder, remove } = temporaryFolder());
});
afterEach(() => remove());

const notes: Readonly<Record<string, string>> = {
  "of 0 bytes": "",
  "cut off": '{ "recipient": "age1qqq',
  "of another shape": "[]",
  "with half a key": '{ "recipient": "age1qqq" }',
  "of a disk that lost its pages": "\0\0\0\0",
};

describe("the public key of a data folder", () => {
  it("is none before there is one, and is read back as it was kept", async () => {
    expect(await readRecipient(folder)).toBeUndefined();
    const { recipient } = await generateBackupKey();
    await keepRecipient(folder, recipient);
    expect(await readRecipient(folder)).toBe(recipient);
  });

  it("is kept only once it was shown, and shown only once it can be kept", async () => {
    const { recipient } = await generateBackupKey();
    await expect(
      keepRecipient(folder, recipient, () => Promise.reject(new Error("no paper"))),
    ).rejects.toThrow();
    expect(readdirSync(folder)).toEqual([]);
    const shown = vi.fn(async () => {});
    await expect(keepRecipient(join(folder, "away"), recipient, shown)).rejects.toThrow();
    expect(shown).not.toHaveBeenCalled();
    await keepRecipient(folder, recipient, async () => {
      expect(await readRecipient(folder)).toBeUndefined();
    });
    expect(await readRecipient(folder)).toBe(recipient);
  });

  it.each(Object.entries(notes))("does not pass for none where its file is %s", async (_, text) => {
    writeFileSync(join(folder, "backup-key.json"), text);
    await expect(readRecipient(folder)).rejects.toMatchObject({
      kind: "key",
      failure: "key-file",
      message: expect.stringMatching(/không tạo khóa mới[\s\S]*rm .*backup-key\.json[\s\S]*new-key --data/),
    });
  });

  it.runIf(process.getuid?.() === 0)(
    "does not pass for none where this account may not read it",
    async () => {
      const { recipient } = await generateBackupKey();
      await keepRecipient(folder, recipient);
      chmodSync(folder, 0o755);
      const account = process.geteuid?.() ?? 0;
      process.seteuid?.(65_534);
      try {
        await expect(readRecipient(folder)).rejects.toMatchObject({ kind: "disk", failure: "no-access" });
      } finally {
        process.seteuid?.(account);
      }
      expect(await readRecipient(folder)).toBe(recipient);
    },
  );
});

describe("what a data folder knows of its backups", () => {
  it.each(Object.entries(notes))("is told where its file is %s", async (_, text) => {
    writeFileSync(join(folder, "last-backup.json"), text);
    expect(await findStateFault(folder)).toMatch(/last-backup\.json đã hỏng hoặc trống/);
    expect(await readBackupState(folder)).toEqual({ places: [], failure: null });
  });

  it("is nothing, and no fault, before the first backup", async () => {
    expect([await findStateFault(folder), await readBackupState(folder)]).toEqual([
      undefined,
      { places: [], failure: null },
    ]);
  });
});
