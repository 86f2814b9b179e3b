import { expect, it } from "vitest";
import { done } from "../../apps/standalone/src/local-client.ts";
import { acceptedBook } from "../support/accepted-book.ts";

interface Review {
  readonly id: string;
}
interface Standing {
  readonly looks: { readonly criticalCases: number };
  readonly marks: readonly {
    readonly field: string;
    readonly standing: string;
    readonly heaviest?: string;
    readonly steps?: readonly object[];
  }[];
}

it.each(["share", "lot"] as const)(
  "a critical mark that is made milder in one round and taken back in the next stays in the sight of who accepts (%s)",
  async (acceptance) => {
    const { person, commune, checker, acceptor, clerk, batchId, recordIds, standalone } = await acceptedBook(
      undefined,
      {},
      { acceptance },
    );
    const second = await person("phan", [{ role: "checker", unitId: commune }]);
    const formLot = async () => {
      if (acceptance === "share") return undefined;
      const body = { batchIds: [batchId] };
      const { lotId } = done(await acceptor.post<{ lotId: string }>("review/v1/lots", body));
      await standalone.settled();
      return `review/v1/lots/${lotId}`;
    };
    const openReview = async () => {
      const { items } = done(await checker.get<{ items: Review[] }>("review/v1/reviews?status=open"));
      return `review/v1/reviews/${items[0]?.id}`;
    };
    const check = async (
      who: typeof checker,
      review: string,
      recordId: string | undefined,
      marks: object[] = [],
      withdrawn?: object[],
    ) => {
      const path = `${review}/records/${recordId}`;
      const { revision: recordRevision } = done(await who.get<{ revision: number }>(path));
      done(await who.post(`${path}/check`, { recordRevision, marks, withdrawn }));
    };
    const [first, ...others] = recordIds;
    const critical = { field: "meHoTen", severity: "critical", reason: "Sai họ" };
    const minor = { field: "meHoTen", severity: "minor", reason: "Sai dấu" };
    const dropped = { field: "chaHoTen", severity: "major", reason: "Sai tên" };

    const firstLot = await formLot();
    const round1 = await openReview();
    for (const recordId of others) await check(checker, round1, recordId);
    await check(checker, round1, first, [critical, dropped]);
    await check(checker, round1, first, [minor], [{ field: "meHoTen", reason: "Chỉ sai dấu" }]);
    const verdict = { verdict: "returned", reason: "Có ô sai" };
    done(
      await acceptor.post(
        firstLot ? `${firstLot}/decide` : `${round1}/return`,
        firstLot ? verdict : { reason: "Có ô sai" },
      ),
    );
    await standalone.settled();

    done(await clerk.post(`entry/v1/batches/${batchId}/submit`));
    await standalone.settled();
    const secondLot = await formLot();
    const round2 = await openReview();
    for (const recordId of others) await check(second, round2, recordId);
    await check(second, round2, first, [], [{ field: "meHoTen", reason: "Sổ ghi như vậy" }]);
    await standalone.settled();

    const { looks, marks } = done(await acceptor.get<Standing>(secondLot ?? `${round2}/standing`));
    expect(looks.criticalCases).toBe(0);
    const [mother, father] = ["meHoTen", "chaHoTen"].map((field) =>
      marks.filter((one) => one.field === field),
    );
    expect(mother).toMatchObject([{ standing: "withdrawn", severity: "minor", heaviest: "critical" }]);
    expect(mother?.[0]?.steps).toMatchObject([
      { what: "marked", severity: "critical", by: "Người kiem", round: 1, reason: "Sai họ" },
      { what: "lowered", severity: "critical", by: "Người kiem", because: "Chỉ sai dấu" },
      { what: "marked", severity: "minor", reason: "Sai dấu" },
      { what: "taken-back", severity: "minor", by: "Người phan", round: 2, because: "Sổ ghi như vậy" },
    ]);
    // Nobody had to say why, and it is told all the same.
    expect(father).toMatchObject([{ standing: "withdrawn", heaviest: "major", withdrawnBy: "Người kiem" }]);
    await standalone.stop();
  },
);
