import { createPagePdf } from "@sogoc/files";
import { expect, it } from "vitest";
import { done } from "../../apps/standalone/src/local-client.ts";
import { oneOfEach } from "../support/one-of-each.ts";
import { birthFields, startTestProvince } from "../support/test-province.ts";

interface Round {
  readonly id: string;
  readonly sample: readonly {
    readonly recordId: string;
    readonly checked: boolean;
    readonly scanChanged?: true;
  }[];
}

interface Standing {
  readonly added: number;
  readonly looks: { readonly sampled: number; readonly checked: number };
  readonly obstacles: { readonly accepted: readonly { readonly code: string }[] };
}

it("a full round looks at what the rules want looked at since it was opened, and is not accepted before", async () => {
  const test = await startTestProvince();
  const { commune: unitId, standalone } = test;
  const { keeper, clerk, checker, acceptor } = await oneOfEach(test);
  const book = { unitId, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
  const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
  const { batchId } = done(
    await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId, policy: { sampleShare: 1 } }),
  );
  const batch = `entry/v1/batches/${batchId}`;
  done(await keeper.post(`${batch}/assign`, { accountId: clerk.account?.id }));
  const recordIds: string[] = [];
  for (const so of [1, 2, 3, 4]) {
    const keyed = await clerk.post<{ recordId: string }>(`${batch}/records`, { fields: birthFields(so) });
    recordIds.push(done(keyed).recordId);
  }
  const voided = recordIds[3] ?? "";
  done(await clerk.post(`entry/v1/records/${voided}/void`, { reason: "nhập nhầm sổ" }));
  const submit = async (): Promise<Round> => {
    done(await clerk.post(`${batch}/submit`));
    await standalone.settled();
    const { items } = done(await checker.get<{ items: Round[] }>("review/v1/reviews?status=open"));
    if (!items[0]) throw new Error("no round is open");
    return items[0];
  };
  const check = async ({ id }: Round, recordId: string, marks: readonly object[] = []) => {
    const path = `review/v1/reviews/${id}/records/${recordId}`;
    const { revision } = done(await checker.get<{ revision: number }>(path));
    done(await checker.post(`${path}/check`, { recordRevision: revision, marks }));
    await standalone.settled();
  };
  const first = await submit();
  // Of a voided case somebody says that this is right.
  expect(first.sample.map(({ recordId }) => recordId)).toContain(voided);
  const [marked = ""] = recordIds;
  const wrong = { field: "meHoTen", severity: "critical", reason: "Sai họ tên mẹ" };
  for (const { recordId } of first.sample) await check(first, recordId, recordId === marked ? [wrong] : []);
  done(await acceptor.post(`review/v1/reviews/${first.id}/return`, { reason: "lỗi nặng" }));
  await standalone.settled();
  const changes = { meHoTen: { raw: "Trần Thị Mười" } };
  done(await clerk.post(`entry/v1/records/${marked}/correct`, { changes, reason: "sửa" }));
  const second = await submit();
  expect(second.sample.map(({ recordId }) => recordId)).not.toContain(voided);
  for (const { recordId } of second.sample) await check(second, recordId);
  const path = `review/v1/reviews/${second.id}`;
  const standing = async () => done(await acceptor.get<Standing>(`${path}/standing`));
  expect((await standing()).added).toBe(0);

  // It was found right without an image, and now there is one.
  const pdf = createPagePdf({ title: "KHAI SINH 4", fields: [{ label: "Số", value: "4" }] });
  done(await keeper.upload(`entry/v1/books/${bookId}/scans`, "KS.2008.01.2008-03-17.04.pdf", pdf));
  await standalone.settled();
  const { added, looks, obstacles } = await standing();
  expect({ added, looks, first: obstacles.accepted[0]?.code }).toMatchObject({
    added: 1,
    looks: { checked: looks.sampled - 1 },
    first: "sample-not-checked",
  });
  const shown = done(await checker.get<Round>(path)).sample.find(({ recordId }) => recordId === voided);
  expect(shown).toMatchObject({ checked: false, scanChanged: true });
  const accept = () => acceptor.post(`${path}/accept`, { acceptsLaxerLimits: true });
  expect((await accept()).body["code"]).toBe("sample-not-checked");
  await check(second, voided);
  expect((await standing()).obstacles.accepted.map(({ code }) => code)).toEqual(["reconciliation-open"]);
  const { findings } = done(
    await keeper.get<{ findings: { rule: string; subject: string }[] }>(
      `reporting/v1/books/${bookId}/reconciliation`,
    ),
  );
  const closed = findings.map(({ rule, subject }) => ({ rule, subject, reason: "như sổ" }));
  done(await keeper.post(`entry/v1/books/${bookId}/reconcile`, { closed }));
  await standalone.settled();
  done(await accept());
  await standalone.stop();
});
