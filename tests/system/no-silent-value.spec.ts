import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { birthFields, startTestProvince, type TestProvince } from "../support/test-province.ts";

it("no batch is opened with a limit that lets everything through", async () => {
  const { commune, person, standalone } = await startTestProvince();
  const keeper = await person("giu-so", [{ role: "book-keeper", unitId: commune }]);
  const book = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
  const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
  const open = (errorLimit: number) => keeper.post("entry/v1/batches", { bookId, policy: { errorLimit } });
  expect((await open(1)).status).toBe(422);
  expect((await open(0.1)).status).toBe(201);
  await standalone.stop();
});

describe("a value that nobody saw", () => {
  let test: TestProvince;
  let clerk: LocalClient;
  let records = "";
  let batch = "";
  beforeAll(async () => {
    test = await startTestProvince();
    const { commune, person } = test;
    const keeper = await person("giu-so", [{ role: "book-keeper", unitId: commune }]);
    clerk = await person("nam", [{ role: "clerk", unitId: commune }]);
    const book = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
    const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
    const opened = await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId, from: 1, to: 9 });
    batch = `entry/v1/batches/${done(opened).batchId}`;
    done(await keeper.post(`${batch}/assign`, { accountId: clerk.account?.id }));
    records = `${batch}/records`;
  });
  afterAll(() => test.standalone.stop());

  it("is no empty field that is let stand as the book has it: it is said to be blank or illegible", async () => {
    const { nksHoTen: _, ...fields } = birthFields(1);
    const accepted = [{ rule: "required-missing", fields: ["nksHoTen"], reason: "Đúng như sổ ghi" }];
    const refused = await clerk.post(records, { fields, accepted });
    expect(refused.body).toMatchObject({
      code: "warning-not-accepted",
      errors: [{ pointer: "/fields/nksHoTen", rule: "required-missing" }],
    });
    // Said once, with a key of its own, and asked about no more.
    const blank = { fields: { nksHoTen: { blank: true }, ...fields } };
    expect((await clerk.post(records, blank)).status).toBe(201);
  });

  it("is kept with how it was seen where it was not typed, and the history shows it", async () => {
    const seen = { noiDangKy: "carried-over", so: "counted-on" };
    const { recordId } = done(
      await clerk.post<{ recordId: string }>(records, { fields: birthFields(5), seen }),
    );
    const auditor = await test.person("kiem-toan", [{ role: "auditor", unitId: test.commune }]);
    await test.standalone.settled();
    const now = async () =>
      done(await auditor.get<{ seen: object }>(`reporting/v1/records/${recordId}`)).seen;
    expect(await now()).toEqual({ ...seen, quyenSo: "from-batch" });
    const changes = { noiDangKy: { raw: "UBND xã Mai Lâm, huyện Thanh Lâm" } };
    done(await clerk.post(`entry/v1/records/${recordId}/correct`, { changes, reason: "đối chiếu" }));
    await test.standalone.settled();
    expect(await now()).toEqual({ so: "counted-on", quyenSo: "from-batch" });
  });

  it("is no registration date that is said to be that of the case before", async () => {
    const seen = { ngayDangKy: "carried-over" };
    const { status, body } = await clerk.post(records, { fields: birthFields(6), seen });
    expect([status, body["code"]]).toEqual([422, "value-not-storable"]);
    expect(body).toMatchObject({ errors: [{ pointer: "/seen/ngayDangKy" }] });
  });

  it("is told before it is sent where a case of that number is in the book, and where it is not", async () => {
    const sent = await clerk.post<{ recordId: string }>(records, { fields: birthFields(2) });
    const existing = { recordId: done(sent).recordId, batchId: batch.split("/").at(-1) };
    const taken = async (so: string) => {
      const fields = { ...birthFields(2), so: { raw: so } };
      const answer = await clerk.post<{ numberTaken: boolean; existing?: object }>(`${batch}/check`, {
        fields,
      });
      const { numberTaken, existing: shown } = done(answer);
      return { numberTaken, existing: shown };
    };
    // Which case it is, so that whoever keys can look at it.
    for (const so of ["2", "02/2008"]) expect(await taken(so)).toEqual({ numberTaken: true, existing });
    for (const so of ["3", "chưa rõ"])
      expect(await taken(so)).toEqual({ numberTaken: false, existing: undefined });
  });
});
