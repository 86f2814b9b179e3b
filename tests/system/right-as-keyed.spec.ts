import { expect, it } from "vitest";
import { done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { acceptedBook } from "../support/accepted-book.ts";

interface Clerks {
  readonly items: readonly { readonly fieldsChecked: number; readonly wrongFields: number }[];
}

it("a mark that a later round takes back as right as it was keyed is nobody's mistake in any figure", async () => {
  const { person, province, checker, acceptor, clerk, batchId, recordIds, standalone } = await acceptedBook();
  const viewer = await person("xem", [{ role: "province-viewer", unitId: province }], province);
  const dayIn = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const wrong = async () => {
    await standalone.settled();
    const query = `from=${dayIn(-3)}&to=${dayIn(3)}`;
    const own = done(await clerk.get<Clerks>(`reporting/v1/clerks/me?${query}`)).items[0];
    const { totals } = done(await viewer.get<{ totals: { wrongFields: number } }>("reporting/v1/dashboard"));
    return { own: own?.wrongFields, all: totals.wrongFields };
  };
  const openReview = async () => {
    const { items } = done(await checker.get<{ items: { id: string }[] }>("review/v1/reviews?status=open"));
    return `review/v1/reviews/${items[0]?.id}`;
  };
  const check = async (
    who: LocalClient,
    review: string,
    recordId: string | undefined,
    marks: object[] = [],
    withdrawn?: object[],
  ) => {
    const path = `${review}/records/${recordId}`;
    const { revision: recordRevision } = done(await who.get<{ revision: number }>(path));
    done(await who.post(`${path}/check`, { recordRevision, marks, withdrawn }));
  };
  const mark = (field: string) => ({ field, severity: "major", reason: "Sổ ghi khác" });
  const [first, ...others] = recordIds;
  const round1 = await openReview();
  for (const recordId of others) await check(checker, round1, recordId);
  await check(checker, round1, first, [mark("meHoTen"), mark("chaHoTen")]);
  expect(await wrong()).toEqual({ own: 2, all: 2 });
  done(await acceptor.post(`${round1}/return`, { reason: "Có ô sai" }));
  await standalone.settled();
  const changes = { chaHoTen: { raw: "Nguyễn Văn Sửa" } };
  done(await clerk.post(`entry/v1/records/${first}/correct`, { changes, reason: "Sửa theo dấu" }));
  done(await clerk.post(`entry/v1/batches/${batchId}/submit`));
  await standalone.settled();
  const round2 = await openReview();
  await check(checker, round2, first, [], [{ field: "meHoTen", reason: "Sổ ghi đúng như đã nhập" }]);
  // What was mended was wrong all the same.
  expect(await wrong()).toEqual({ own: 1, all: 1 });
  // Marked once more, it counts once more.
  await check(checker, round2, first, [mark("meHoTen")]);
  expect((await wrong()).own).toBe(2);
  await standalone.stop();
});
