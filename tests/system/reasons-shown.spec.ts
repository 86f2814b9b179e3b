import { expect, it } from "vitest";
import { done } from "../../apps/standalone/src/local-client.ts";
import { birthFields, startTestProvince } from "../support/test-province.ts";

interface Refused {
  readonly errors: readonly { readonly rule: string; readonly fields: string[] }[];
}
interface Shown {
  readonly rule: string;
  readonly fields: readonly string[];
  readonly messageVi: string;
  readonly reason: string;
  readonly by: string;
  readonly at: string;
}

it("why a keyer let a finding stand is shown to who checks, and on the page of the case, with who and when", async () => {
  const { commune, person, standalone, ports } = await startTestProvince();
  const keeper = await person("thu", [{ role: "book-keeper", unitId: commune }]);
  const clerk = await person("nam", [{ role: "clerk", unitId: commune }]);
  const checker = await person("kiem", [{ role: "checker", unitId: commune }]);
  const book = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
  const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
  const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId }));
  done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
  // A mother of ten years.
  const fields = { ...birthFields(1), meNgaySinh: { raw: "1998" } };
  const path = `entry/v1/batches/${batchId}/records`;
  const [asked] = (await clerk.post<Refused>(path, { fields })).body.errors;
  const rule = asked?.rule ?? "";
  const accepted = [{ rule, fields: asked?.fields ?? [], reason: "Sổ ghi rõ 1998" }];
  const { recordId } = done(await clerk.post<{ recordId: string }>(path, { fields, accepted }));
  done(await clerk.post(`entry/v1/batches/${batchId}/submit`));
  await standalone.settled();

  const expected = { reason: "Sổ ghi rõ 1998", by: clerk.account?.name, at: ports.clock.now().toISOString() };
  const { items } = done(await checker.get<{ items: { id: string }[] }>("review/v1/reviews?status=open"));
  const sampled = done(
    await checker.get<{ letStand: Shown[] }>(`review/v1/reviews/${items[0]?.id}/records/${recordId}`),
  );
  expect(sampled.letStand).toMatchObject([{ rule, fields: asked?.fields, reason: expected.reason }]);
  expect(sampled.letStand[0]?.by).toBe(expected.by);
  expect(sampled.letStand[0]?.messageVi).not.toBe("");
  expect(Date.parse(sampled.letStand[0]?.at ?? "")).toBeLessThanOrEqual(Date.parse(expected.at));

  const whole = done(
    await checker.get<{ ruleFindings: { rule: string; letStand?: Shown }[] }>(
      `reporting/v1/records/${recordId}`,
    ),
  );
  const found = whole.ruleFindings.find((one) => one.rule === rule);
  expect(found?.letStand).toMatchObject({ reason: expected.reason, by: expected.by });

  await standalone.stop();
});
