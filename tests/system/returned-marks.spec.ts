import type { BatchPolicy } from "@sogoc/events";
import { expect, it } from "vitest";
import { done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { acceptedBook } from "../support/accepted-book.ts";
import { birthFields } from "../support/test-province.ts";

interface Review {
  readonly id: string;
}
interface Case {
  readonly number: string;
  readonly marks: readonly { readonly field: string }[];
}

/** A book of three cases, checked and returned round by round. */
interface Batch {
  readonly marks: number;
  readonly round: number;
  readonly lastReturn?: object;
}

const prepareRounds = async (policy: Partial<BatchPolicy> = {}) => {
  const book = await acceptedBook(undefined, {}, policy);
  const { checker, acceptor, clerk, batchId, recordIds, standalone } = book;
  const [review] = done(await checker.get<{ items: Review[] }>("review/v1/reviews?status=open")).items;
  let path = `review/v1/reviews/${review?.id}`;
  const mark = (field: string) => ({ field, severity: "major", reason: "Sổ ghi khác" });
  return {
    ...book,
    /** A check of the case of this number: fields that are marked, and what is taken back. */
    async check(number: number, fields: readonly string[] = [], withdrawn?: readonly object[]) {
      const record = `${path}/records/${recordIds[number - 1]}`;
      const { revision } = done(await checker.get<{ revision: number }>(record));
      const marks = fields.map(mark);
      done(await checker.post(`${record}/check`, { recordRevision: revision, marks, withdrawn }));
    },
    async giveBack() {
      done(await acceptor.post(`${path}/return`, { reason: "Có ô sai" }));
      await standalone.settled();
    },
    async submitBatch() {
      done(await clerk.post(`entry/v1/batches/${batchId}/submit`));
      await standalone.settled();
      const [next] = done(await checker.get<{ items: Review[] }>("review/v1/reviews?status=open")).items;
      path = `review/v1/reviews/${next?.id}`;
    },
    async change(number: number, field: string, raw: string) {
      const correction = { changes: { [field]: { raw } }, reason: "đối chiếu" };
      done(await clerk.post(`entry/v1/records/${recordIds[number - 1]}/correct`, correction));
      await standalone.settled();
    },
    /** A case as a check shows it. */
    async shown(who: LocalClient, number: number) {
      return done(await who.get<{ unmarked: object[] }>(`${path}/records/${recordIds[number - 1]}`));
    },
    async standing(who: LocalClient) {
      return done(await who.get<{ unmarkedChanges: object }>(`${path}/standing`));
    },
    async acceptAfterFixes() {
      const word = { reason: "Sửa một ô", acceptsLaxerLimits: true };
      done(await acceptor.post(`${path}/accept-after-fixes`, word));
      await standalone.settled();
    },
    /** Its status as the pages tell it, and what the history of a case says of the last verdict. */
    async told(number: number) {
      const { status, fixesOnly, mending } = done(
        await acceptor.get<{ status: string; fixesOnly?: true; mending?: true }>(path),
      );
      const story = `reporting/v1/records/${recordIds[number - 1]}/history`;
      const { items } = done(await acceptor.get<{ items: { type: string; what: { vi: string } }[] }>(story));
      return {
        status,
        fixesOnly,
        mending,
        last: items.filter(({ type }) => type === "BatchReturned").map(({ what }) => what.vi),
      };
    },
    /** What the clerk is told to mend: the marked fields by number, and how many the batch has. */
    async toMend() {
      const marked = await clerk.get<{ items: Case[] }>(`entry/v1/batches/${batchId}/records?marked=true`);
      const { items } = done(await clerk.get<{ items: Batch[] }>("entry/v1/batches?mine=true"));
      expect(items[0]?.lastReturn).toEqual({ round: items[0]?.round, reason: "Có ô sai" });
      const fields = done(marked).items.map(({ number, marks }) => [number, marks.map(({ field }) => field)]);
      return { fields: Object.fromEntries(fields), count: items[0]?.marks };
    },
  };
};

it("what a check took back with a reason does not go back to the clerk as wrong", async () => {
  const { check, giveBack, submitBatch, toMend, standalone } = await prepareRounds();
  for (const [number, fields] of [
    [1, []],
    [2, ["meHoTen"]],
    [3, ["nksHoTen", "meHoTen"]],
  ] as const)
    await check(number, fields);
  await giveBack();
  expect(await toMend()).toEqual({ fields: { 2: ["meHoTen"], 3: ["nksHoTen", "meHoTen"] }, count: 3 });
  await submitBatch();
  await check(1, ["chaHoTen"]);
  await check(2, [], [{ field: "meHoTen", reason: "Đã đối chiếu bản gốc: sổ ghi như vậy" }]);
  await check(3, [], [{ field: "meHoTen", reason: "Đã đối chiếu bản gốc: sổ ghi như vậy" }]);
  await giveBack();
  expect(await toMend()).toEqual({ fields: { 1: ["chaHoTen"], 3: ["nksHoTen"] }, count: 2 });
  await standalone.stop();
});

it("what was changed and changed back, or only spelled otherwise, stays on the list of what to mend", async () => {
  const { check, giveBack, change, toMend, clerk, recordIds, standalone } = await prepareRounds();
  const path = `entry/v1/records/${recordIds[2]}`;
  const { fields } = done(await clerk.get<{ fields: Record<string, { raw: string }> }>(path));
  const name = fields["nksHoTen"]?.raw ?? "";
  for (const number of [1, 2]) await check(number);
  await check(3, ["nksHoTen"]);
  await giveBack();
  const still = { fields: { 3: ["nksHoTen"] }, count: 1 };
  await change(3, "nksHoTen", "Lê Thị Khác");
  expect(await toMend()).toEqual({ fields: {}, count: 0 });
  await change(3, "nksHoTen", name);
  expect(await toMend()).toEqual(still);
  await change(3, "nksHoTen", name.toUpperCase());
  expect(await toMend()).toEqual(still);
  await standalone.stop();
});

it("two people's marks of one field are one field to mend", async () => {
  const { check, giveBack, toMend, clerk, batchId, person, commune, standalone } = await prepareRounds();
  const colleague = await person("phuc", [{ role: "checker", unitId: commune }]);
  for (const number of [1, 2]) await check(number);
  await check(3, ["meHoTen"]);
  const [review] = done(await colleague.get<{ items: Review[] }>("review/v1/reviews?status=open")).items;
  const { items } = done(
    await clerk.get<{ items: { id: string; number: string }[] }>(`entry/v1/batches/${batchId}/records`),
  );
  const record = `review/v1/reviews/${review?.id}/records/${items.find(({ number }) => number === "3")?.id}`;
  const { revision } = done(await colleague.get<{ revision: number }>(record));
  const marks = [{ field: "meHoTen", severity: "critical", reason: "Sai tên hẳn" }];
  done(await colleague.post(`${record}/check`, { recordRevision: revision, marks }));
  await giveBack();
  expect(await toMend()).toEqual({ fields: { 3: ["meHoTen", "meHoTen"] }, count: 1 });
  await standalone.stop();
});

it("a return of what was left to mend is told as one, and no acceptance", async () => {
  const { check, acceptAfterFixes, giveBack, submitBatch, change, told, standalone } = await prepareRounds({
    errorLimit: 0.1,
  });
  for (const number of [1, 2]) await check(number);
  await check(3, ["meHoTen"]);
  await acceptAfterFixes();
  const first = "Nghiệm thu có sửa, 1 mục của trường hợp này cần sửa.";
  expect(await told(3)).toMatchObject({ status: "returned", fixesOnly: true, mending: undefined });
  await change(3, "meHoTen", "Trần Thị Đúng");
  await submitBatch();
  await check(3, ["chaHoTen"]);
  await giveBack();
  const { last, ...now } = await told(3);
  expect(now).toEqual({ status: "returned", fixesOnly: true, mending: true });
  expect(last.at(-1)).toBe("Trả lại để sửa tiếp, 1 mục của trường hợp này cần sửa.");
  expect(last[0]).toContain(first.slice(0, -1));
  expect((await told(1)).last.at(-1)).toBe("Trả lại để sửa tiếp, trường hợp này không có mục nào phải sửa.");
  await standalone.stop();
});

it("what was changed without a mark is told to whoever checks and decides, with its value before and why", async () => {
  const rounds = await prepareRounds({ errorLimit: 0.1 });
  const { check, acceptAfterFixes, submitBatch, change, shown, acceptor, checker, standalone } = rounds;
  for (const [number, fields] of [
    [1, []],
    [2, ["meHoTen"]],
    [3, []],
  ] as const)
    await check(number, fields);
  await acceptAfterFixes();
  await change(2, "meHoTen", "LÊ THỊ ĐÚNG");
  await change(2, "chaHoTen", "LÊ VĂN KHÁC");
  await change(3, "nksHoTen", "LÊ VĂN MỘT");
  await change(3, "nksHoTen", "LÊ VĂN HAI");
  await submitBatch();
  const told = async (number: number) => (await shown(checker, number)).unmarked;
  const why = { reason: "đối chiếu", by: "Người nam" };
  expect(await told(2)).toMatchObject([{ field: "chaHoTen", after: { raw: "LÊ VĂN KHÁC" }, ...why }]);
  expect(await told(3)).toMatchObject([
    {
      field: "nksHoTen",
      before: { raw: String(birthFields("3").nksHoTen?.raw) },
      after: { raw: "LÊ VĂN HAI" },
      ...why,
    },
  ]);
  const counted = async () => (await rounds.standing(acceptor)).unmarkedChanges;
  expect(await counted()).toEqual({ fields: 2, seen: 0 });
  await check(2);
  expect(await counted()).toEqual({ fields: 2, seen: 1 });
  await check(3);
  expect(await counted()).toEqual({ fields: 2, seen: 2 });
  await standalone.stop();
});
