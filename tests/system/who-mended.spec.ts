import { expect, it } from "vitest";
import { done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { acceptedBook } from "../support/accepted-book.ts";
import { confirm, csvOf, prepare } from "../support/test-import.ts";
import { birthFields } from "../support/test-province.ts";

interface Review {
  readonly id: string;
  readonly sample: readonly { readonly recordId: string }[];
}

const youngMother = { raw: "2005" };

/** So many cases that one wrong field is within the limit, where fixes are to follow. */
const numbers = {
  return: ["1", "2", "3"],
  "accept-after-fixes": Array.from({ length: 20 }, (_, index) => String(index + 1)),
} as const;

type Book = Awaited<ReturnType<typeof acceptedBook>>;

/** What somebody does to a case that is marked, or to the batch that it came back with. */
const ways: Readonly<Record<string, (fixer: LocalClient, book: Book & { marked: string }) => Promise<void>>> =
  {
    "corrected a marked case": async (fixer, { marked }) => {
      const changes = { nksNoiSinh: { raw: "Xã Mai Lâm" } };
      done(await fixer.post(`entry/v1/records/${marked}/correct`, { changes, reason: "Theo sổ" }));
    },
    "voided a marked case": async (fixer, { marked }) => {
      done(await fixer.post(`entry/v1/records/${marked}/void`, { reason: "nhập nhầm" }));
    },
    "keyed a case that was missing": async (fixer, { batchId }) => {
      done(await fixer.post(`entry/v1/batches/${batchId}/records`, { fields: birthFields(41) }));
    },
    "let a finding stand": async (fixer, { batchId, recordIds }) => {
      const { items } = done(
        await fixer.get<{ items: { id: string }[] }>(`entry/v1/batches/${batchId}/records?unanswered=true`),
      );
      expect(items.map(({ id }) => recordIds.includes(id))).toEqual([false]);
      const cells = { ...birthFields(42), meNgaySinh: youngMother };
      const trial = await fixer.post<{ findings: { rule: string; fields: string[] }[] }>(
        `entry/v1/batches/${batchId}/check`,
        { fields: cells },
      );
      const accepted = done(trial).findings.map(({ rule, fields }) => ({
        rule,
        fields,
        reason: "Sổ ghi vậy",
      }));
      done(await fixer.post(`entry/v1/records/${items[0]?.id}/let-stand`, { accepted }));
    },
  };

it.each(Object.keys(ways).flatMap((way) => [[way, "return"] as const, [way, "accept-after-fixes"] as const]))(
  "who %s of a batch that came back (%s) neither checks it nor decides on it",
  async (way, verdict) => {
    const book = await acceptedBook(numbers[verdict]);
    const { acceptor, batchId, checker, clerk, commune, keeper, person, standalone } = book;
    const fixer = await person(
      "hoa",
      (["clerk", "checker", "acceptor"] as const).map((role) => ({ role, unitId: commune })),
    );
    const openReview = async () => {
      await standalone.settled();
      const { items } = done(await checker.get<{ items: Review[] }>("review/v1/reviews?status=open"));
      const [review] = items;
      if (!review) throw new Error("no review");
      return review;
    };
    const checkOf = async (
      by: LocalClient,
      { id }: Review,
      recordId: string,
      marks: readonly object[] = [],
    ) => {
      const path = `review/v1/reviews/${id}/records/${recordId}`;
      const { revision } = done(await checker.get<{ revision: number }>(path));
      return by.post(`${path}/check`, { recordRevision: revision, marks });
    };
    const first = await openReview();
    const marked = first.sample[0]?.recordId ?? "";
    const wrong = { field: "nksNoiSinh", severity: "minor", reason: "Sai nơi sinh" };
    for (const { recordId } of first.sample)
      done(await checkOf(checker, first, recordId, recordId === marked ? [wrong] : []));
    done(await acceptor.post(`review/v1/reviews/${first.id}/${verdict}`, { reason: "Sửa chỗ đã đánh dấu" }));
    await standalone.settled();
    if (way === "let a finding stand") {
      // What a workbook brings may be stored before its findings are answered.
      const cells = { ...birthFields(42), quyenSo: { raw: "01/2008" }, meNgaySinh: youngMother };
      const row = Object.fromEntries(Object.entries(cells).map(([code, { raw }]) => [code, raw]));
      const { importId } = await prepare(clerk, { unitId: commune }, "so.csv", csvOf([row]));
      expect((await confirm(clerk, importId)).written).toBe(1);
      await standalone.settled();
    }
    done(await keeper.post(`entry/v1/batches/${batchId}/take-back`, { reason: "Đổi người sửa" }));
    done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: fixer.account?.id }));
    await ways[way]?.(fixer, { ...book, marked });
    done(await fixer.post(`entry/v1/batches/${batchId}/submit`));

    const second = await openReview();
    expect(second.id).not.toBe(first.id);
    expect(second.sample.length).toBeGreaterThan(0);
    const codeOf = ({ body }: { readonly body: object }) => (body as { code?: string }).code;
    for (const { recordId } of second.sample) {
      expect(codeOf(await checkOf(fixer, second, recordId))).toBe("keyed-by-yourself");
      await checkOf(checker, second, recordId);
    }
    const path = `review/v1/reviews/${second.id}`;
    for (const decision of ["return", "accept", "accept-after-fixes"]) {
      const body = decision === "accept" ? {} : { reason: "Theo kết quả kiểm tra" };
      expect(codeOf(await fixer.post(`${path}/${decision}`, body)), decision).toBe("keyed-by-yourself");
    }
    await standalone.stop();
  },
);
