import { openWorkbook } from "@sogoc/files";
import { BOOK_FIELD, columnsOfRegister, LINE_FIELD, type RecordType, recordTypes } from "@sogoc/registers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Answer, done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { confirm, prepare } from "../support/test-import.ts";
import { startTestProvince, type TestProvince } from "../support/test-province.ts";

const LONGEST = 2_000;
/** What is written is not what is searched for: both are kept, each as long. */
const longText = `Ế  ${"ế".repeat(LONGEST - 4)}Ế`;
const longReason = "ệ".repeat(LONGEST);
/** Columns that are corrected together: their findings are answered in one request. */
const TOGETHER = 12;

interface Keyed {
  readonly fields: Readonly<Record<string, object>>;
  readonly accepted: readonly { rule: string; fields: string[]; reason: string }[];
}

interface Office extends TestProvince {
  readonly keeper: LocalClient;
  readonly manager: LocalClient;
  readonly acceptor: LocalClient;
}

const startOffice = async (): Promise<Office> => {
  const test = await startTestProvince();
  const { commune: unitId, person } = test;
  const keeper = await person("thu", [
    { role: "book-keeper", unitId },
    { role: "clerk", unitId },
  ]);
  const manager = await person("du-lieu", [{ role: "data-manager", unitId }]);
  const acceptor = await person("duyet", [{ role: "acceptor", unitId }]);
  return { ...test, keeper, manager, acceptor };
};

const openBook = async ({ keeper, commune: unitId }: Office, type: RecordType) => {
  const office = type.sample[columnsOfRegister(type).office] ?? "";
  const book = { unitId, recordType: type.code, bookNumber: type.sample["quyenSo"], office };
  const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
  const policy = { sampleShare: 1 };
  const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId, policy }));
  done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: keeper.account?.id }));
  return { bookId, batchId };
};

/** Sends what the rules speak of, and answers each finding with the longest reason. */
const sendAnswered = async (
  send: (accepted: object[]) => Promise<Answer<Record<string, unknown>>>,
): Promise<void> => {
  const first = await send([]);
  if (first.status < 300) return;
  expect(first.body, JSON.stringify(first.body).slice(0, 600)).toMatchObject({
    code: "warning-not-accepted",
  });
  const problems = first.body["errors"] as { rule: string; fields: string[] }[];
  const accepted = problems.map(({ rule, fields }) => ({ rule, fields, reason: longReason }));
  done(await send(accepted));
};

/** A case with the longest text in every column that may have one. */
const keyLongest = async (keeper: LocalClient, batchId: string, type: RecordType): Promise<string> => {
  const written = (raw: string) => ({ raw });
  const sample = Object.entries(type.sample).map(([code, raw]) => [code, written(raw)] as const);
  const { recordId } = done(
    await keeper.post<{ recordId: string }>(`entry/v1/batches/${batchId}/records`, {
      fields: Object.fromEntries(sample),
    }),
  );
  const codes = type.fields
    .map(({ code }) => code)
    .filter((code) => !["so", BOOK_FIELD, LINE_FIELD].includes(code));
  for (let from = 0; from < codes.length; from += TOGETHER) {
    const changes = Object.fromEntries(
      codes.slice(from, from + TOGETHER).map((code) => [code, written(longText)]),
    );
    const reason = "Đối chiếu lại với sổ";
    await sendAnswered((accepted) =>
      keeper.post(`entry/v1/records/${recordId}/correct`, { changes, reason, accepted }),
    );
  }
  return recordId;
};

const exported = async ({ manager, acceptor, standalone }: Office, bookId: string): Promise<Buffer> => {
  await standalone.settled();
  const { exportId } = done(await manager.post<{ exportId: string }>("reporting/v1/exports", { bookId }));
  const path = `reporting/v1/exports/${exportId}`;
  const phase = async () => done(await manager.get<{ phase: string }>(path)).phase;
  await expect.poll(phase).toBe("finished");
  await standalone.settled();
  done(await acceptor.post(`${path}/approve`));
  return Buffer.from((await manager.get(`${path}/workbook.xlsx`)).bytes);
};

const contentOf = ({ fields, accepted }: Keyed) => ({
  fields,
  accepted: accepted.map(({ rule, fields: named }) => [rule, ...named.toSorted()].join(" ")).sort(),
});

describe("a case with the longest texts that can be keyed, and the longest reasons", () => {
  let here: Office;
  let there: Office;
  beforeAll(async () => {
    [here, there] = [await startOffice(), await startOffice()];
  });
  afterAll(async () => {
    await here.standalone.stop();
    await there.standalone.stop();
  });

  it.each(recordTypes.map((type) => [type.code, type] as const))(
    "of %s is exported and read back whole",
    async (recordType, type) => {
      const { bookId, batchId } = await openBook(here, type);
      const recordId = await keyLongest(here.keeper, batchId, type);
      const before = done(await here.keeper.get<Keyed>(`entry/v1/records/${recordId}`));
      expect(before.accepted.length).toBeGreaterThan(10);
      const workbook = await exported(here, bookId);
      const opened = await openWorkbook(workbook);
      for await (const { cells } of opened.rows())
        for (const cell of cells) expect(cell?.text.length ?? 0).toBeLessThanOrEqual(32_767);

      const other = await openBook(there, type);
      const { commune: unitId, keeper } = there;
      const prepared = await prepare(keeper, { unitId, recordType }, "so.xlsx", workbook);
      expect(prepared).toMatchObject({ good: 1, refused: 0 });
      expect(await confirm(keeper, prepared.importId, "good-rows-only", true)).toMatchObject({ written: 1 });
      await there.standalone.settled();
      const { items } = done(
        await keeper.get<{ items: { id: string }[] }>(`entry/v1/batches/${other.batchId}/records`),
      );
      const after = done(await keeper.get<Keyed>(`entry/v1/records/${items[0]?.id}`));
      expect(contentOf(after)).toEqual(contentOf(before));
      expect(after.accepted.every(({ reason }) => reason === longReason)).toBe(true);
    },
  );
});
