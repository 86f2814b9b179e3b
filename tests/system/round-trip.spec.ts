import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createGenerator } from "@sogoc/synthetic";
import { describe, expect, it } from "vitest";
import { verifyPackage } from "../../apps/cli/src/verify-package.ts";
import { done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { confirm, prepare, workbookOf } from "../support/test-import.ts";
import { startTestProvince } from "../support/test-province.ts";

const CASES = 2_000;

/** A province with one registered book and somebody for each task in it. */
const startWithBook = async (book: { bookNumber: string; office: string }) => {
  const test = await startTestProvince();
  const { commune, person } = test;
  const keeper = await person("thu", [
    { role: "book-keeper", unitId: commune },
    { role: "clerk", unitId: commune },
  ]);
  const checker = await person("kiem", [{ role: "checker", unitId: commune }]);
  const acceptor = await person("duyet", [{ role: "acceptor", unitId: commune }]);
  const manager = await person("du-lieu", [{ role: "data-manager", unitId: commune }]);
  const registered = { unitId: commune, recordType: "KS", expectedCases: CASES, ...book };
  const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", registered));
  const policy = { sampleShare: 0.01, sampleMinimum: 20 };
  const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId, policy }));
  done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: keeper.account?.id }));
  return { ...test, keeper, checker, acceptor, manager, bookId, batchId };
};

const importAll = async (client: LocalClient, unitId: string, workbook: Uint8Array) => {
  const prepared = await prepare(client, { unitId }, "so.xlsx", workbook);
  expect(prepared).toMatchObject({ good: CASES, refused: 0 });
  expect(await confirm(client, prepared.importId)).toMatchObject({ written: CASES });
};

/** Every record of a batch by its number: what stands in its fields, and what was said about it. */
const contentsOf = async (client: LocalClient, batchId: string) => {
  const contents = new Map<string, string>();
  let after = "";
  do {
    const page = done(
      await client.get<{
        items: { number: string; fields: object; accepted: object }[];
        next?: string;
      }>(`entry/v1/batches/${batchId}/records?limit=200${after}`),
    );
    for (const { number, fields, accepted } of page.items) {
      const sorted = Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)));
      contents.set(number, JSON.stringify({ fields: sorted, accepted }));
    }
    after = page.next === undefined ? "" : `&after=${encodeURIComponent(page.next)}`;
  } while (after !== "");
  return contents;
};

describe(`the hand-over package of a book of ${CASES} cases`, () => {
  it("imports again without loss, and verifies offline", async () => {
    const generator = createGenerator("bàn-giao");
    const [invented] = generator.books({ communes: 1, types: ["KS"], years: [2008], casesPerBook: CASES });
    if (!invented) throw new Error("no book");
    const { bookNumber, office } = invented.data;
    const here = await startWithBook({ bookNumber, office });
    const { keeper, checker, acceptor, manager, standalone, bookId, batchId, commune } = here;
    await importAll(keeper, commune, await workbookOf(generator.cases(invented, { count: CASES })));
    done(await keeper.post(`entry/v1/batches/${batchId}/submit`));
    await standalone.settled();
    const { items } = done(
      await checker.get<{ items: { id: string; sample: { recordId: string }[] }[] }>("review/v1/reviews"),
    );
    const [review] = items;
    expect(review?.sample).toHaveLength(20);
    for (const { recordId } of review?.sample ?? []) {
      const path = `review/v1/reviews/${review?.id}/records/${recordId}`;
      const { revision } = done(await checker.get<{ revision: number }>(path));
      done(await checker.post(`${path}/check`, { recordRevision: revision, marks: [] }));
    }
    // A sample of a hundredth is laxer than usual.
    const word = { acceptsLaxerLimits: true };
    done(await acceptor.post(`review/v1/reviews/${review?.id}/accept`, word));
    await standalone.settled();

    const { exportId } = done(
      await manager.post<{ exportId: string }>("reporting/v1/exports", { bookId, purpose: "hand-over" }),
    );
    const phase = async () =>
      done(await manager.get<{ phase: string }>(`reporting/v1/exports/${exportId}`)).phase;
    await expect.poll(phase).toBe("finished");
    done(await manager.post(`review/v1/handovers/${bookId}/packages`, { exportId }));

    const folder = await mkdtemp(join(tmpdir(), "round-trip-"));
    try {
      for (const name of ["workbook.xlsx", "scans.zip", "manifest.json", "manifest.jws"]) {
        await writeFile(
          join(folder, name),
          (await manager.get(`reporting/v1/exports/${exportId}/${name}`)).bytes,
        );
      }
      await verifyPackage(folder, undefined);
      const there = await startWithBook({ bookNumber, office });
      await importAll(there.keeper, there.commune, await readFile(join(folder, "workbook.xlsx")));
      await there.standalone.settled();
      const [before, after] = [
        await contentsOf(keeper, batchId),
        await contentsOf(there.keeper, there.batchId),
      ];
      expect(before.size).toBe(CASES);
      expect(after).toEqual(before);
      await there.standalone.stop();
    } finally {
      await rm(folder, { recursive: true });
    }
    await standalone.stop();
  });
});
