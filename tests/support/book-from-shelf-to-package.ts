import { setTimeout as pause } from "node:timers/promises";
import { columnsOfRegister, getRecordType, layoutFields } from "@sogoc/registers";
import { done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { bookTypeTexts } from "../../web/book-type-texts.ts";
import { previewOf, rowsOf, settledImport } from "./test-import.ts";
import { startTestProvince } from "./test-province.ts";

interface Ids {
  readonly bookId: string;
  readonly batchId: string;
  readonly recordId: string;
  readonly revision: number;
  readonly importId: string;
  readonly exportId: string;
}

// Takes one book of a type, given by its code, from the shelf to its package, with nothing but what
// the type's data says, and prints what people saw on the way.

const type = getRecordType(process.argv[2] ?? "");
const columns = layoutFields(type, "legacy").map(({ code }) => code);
const [subject = ""] = type.subjectFields;
const cellsOf = (so: number): Readonly<Record<string, string>> => ({ ...type.sample, so: String(so) });
const typedFields = (cells: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(cells)
      .filter(([code]) => code !== "quyenSo")
      .map(([code, raw]) => [code, { raw }]),
  );
const csvOf = (rows: readonly Readonly<Record<string, string>>[]): Buffer =>
  Buffer.from(
    [columns, ...rows.map((row) => columns.map((code) => row[code] ?? ""))]
      .map((cells) => cells.map((cell) => `"${cell}"`).join(","))
      .join("\n"),
  );

const { person, commune, standalone } = await startTestProvince();
const office = type.sample[columnsOfRegister(type).office] ?? "";

const open = async (keeper: LocalClient) => {
  const book = { unitId: commune, recordType: type.code, bookNumber: type.sample["quyenSo"], office };
  const { bookId } = done(await keeper.post<Ids>("entry/v1/books", { ...book, expectedCases: 3 }));
  const policy = { sampleShare: 1, errorLimit: 0.01 };
  const { batchId } = done(await keeper.post<Ids>("entry/v1/batches", { bookId, policy }));
  done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: keeper.account?.id }));
  return { bookId, batchId };
};

const key = async (clerk: LocalClient, batchId: string) => {
  const path = `entry/v1/batches/${batchId}/records`;
  const without = typedFields({ ...cellsOf(1), [subject]: "" });
  const refused = await clerk.post<{ errors: { rule: string }[] }>(path, { fields: without });
  done(await clerk.post(path, { fields: typedFields(cellsOf(1)) }));
  return { status: refused.status, rules: refused.body.errors.map(({ rule }) => rule) };
};

const importRest = async (clerk: LocalClient) => {
  const csv = csvOf([cellsOf(2), cellsOf(3), { ...cellsOf(4), [subject]: "" }]);
  const path = `entry/v1/imports?unitId=${commune}&recordType=${type.code}`;
  const { importId } = done(await clerk.upload<Ids>(path, "so.csv", csv));
  const { good, refused } = await settledImport(clerk, importId);
  const { problems } = await previewOf(clerk, importId);
  done(await clerk.post(`entry/v1/imports/${importId}/confirm`, { mode: "good-rows-only" }));
  const { phase, written } = await settledImport(clerk, importId);
  return { phase, good, refused, written, rules: problems.map(({ rule }) => rule) };
};

const checkAll = async (checker: LocalClient, acceptor: LocalClient) => {
  interface Review {
    readonly id: string;
    readonly sample: readonly { recordId: string }[];
  }
  const { items } = done(await checker.get<{ items: Review[] }>("review/v1/reviews"));
  const [review] = items;
  for (const { recordId } of review?.sample ?? []) {
    const path = `review/v1/reviews/${review?.id}/records/${recordId}`;
    const { revision } = done(await checker.get<Ids>(path));
    done(await checker.post(`${path}/check`, { recordRevision: revision, marks: [] }));
  }
  done(await acceptor.post(`review/v1/reviews/${review?.id}/accept`));
  return { sample: review?.sample.length };
};

const exportBook = async (manager: LocalClient, bookId: string) => {
  const { exportId } = done(
    await manager.post<Ids>("reporting/v1/exports", { bookId, purpose: "hand-over" }),
  );
  const path = `reporting/v1/exports/${exportId}`;
  for (;;) {
    const { phase } = done(await manager.get<{ phase: string }>(path));
    if (phase === "failed") throw new Error("the export failed");
    if (phase === "finished") break;
    await pause(5);
  }
  const { bytes } = await manager.get(`${path}/workbook.xlsx`);
  return rowsOf(bytes, "DL Import");
};

const keeper = await person("thu", [
  { role: "book-keeper", unitId: commune },
  { role: "clerk", unitId: commune },
]);
const checker = await person("hoa", [{ role: "checker", unitId: commune }]);
const acceptor = await person("binh", [{ role: "acceptor", unitId: commune }]);
const manager = await person("lan", [{ role: "data-manager", unitId: commune }]);
const { items: offered } = done(await keeper.get<{ items: { code: string }[] }>("entry/v1/record-types"));
const { fields } = done(
  await keeper.get<{ fields: { group: string; groupVi?: string }[] }>(`entry/v1/record-types/${type.code}`),
);
const { bookId, batchId } = await open(keeper);
const keyed = await key(keeper, batchId);
const imported = await importRest(keeper);
done(await keeper.post(`entry/v1/batches/${batchId}/submit`));
await standalone.settled();
const checked = await checkAll(checker, acceptor);
await standalone.settled();
const workbook = await exportBook(manager, bookId);
await standalone.stop();
console.log(
  JSON.stringify({
    offered: offered.map(({ code }) => code),
    keyed,
    imported,
    checked,
    workbook,
    groups: Object.fromEntries(fields.map(({ group, groupVi }) => [group, groupVi ?? null])),
    texts: bookTypeTexts("vi"),
  }),
);
