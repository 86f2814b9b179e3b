import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { csvOf, prepare, previewOf } from "../support/test-import.ts";
import { birthFields, startTestProvince, type TestProvince } from "../support/test-province.ts";

interface Found {
  readonly rule: string;
  readonly fields: string[];
  readonly severity: string;
}
type Fields = Record<string, { raw: string }>;

const placeRules = new Set(["office-unknown", "birthplace-province-unknown"]);

/** Units of Law 72/2025/QH15's day, with invented names: two communes went into a third. */
describe("places as the units known here have them", () => {
  let test: TestProvince;
  let clerk: LocalClient;
  let keeper: LocalClient;
  let checker: LocalClient;
  let acceptor: LocalClient;
  let manager: LocalClient;
  let batchId: string;
  let old: string;

  beforeAll(async () => {
    test = await startTestProvince();
    const { admin, province, commune, person } = test;
    const unit = async (kind: string, name: string, from: string, aliases?: string[]) => {
      const body = { kind, name, parentId: kind === "province" ? "vn" : province, from, aliases };
      return done(await admin.post<{ unitId: string }>("accounts/v1/units", body)).unitId;
    };
    const close = async (unitId: string, successor: string, on = "2025-07-01") =>
      done(await admin.post(`accounts/v1/units/${unitId}/close`, { on, successors: [successor] }));
    old = await unit("commune", "Xã Thanh Lâm", "2006-01-01", ["xã Thanh-Lâm cũ"]);
    const newer = await unit("commune", "Xã Lâm Khê", "2025-07-01");
    await close(old, newer);
    const formerProvince = await unit("province", "Tỉnh Hà Bắc Mới", "2006-01-01");
    await close(formerProvince, province);
    keeper = await person("thu", [{ role: "book-keeper", unitId: commune }]);
    clerk = await person("nam", [{ role: "clerk", unitId: commune }]);
    checker = await person("kiem", [{ role: "checker", unitId: commune }]);
    acceptor = await person("duyet", [{ role: "acceptor", unitId: commune }]);
    manager = await person("du-lieu", [{ role: "data-manager", unitId: commune }]);
    const book = { unitId: commune, recordType: "KS", bookNumber: "01/2024", office: "UBND xã Thanh Lâm" };
    const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
    batchId = done(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId })).batchId;
    done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
    await test.standalone.settled();
  });
  afterAll(() => test.standalone.stop());

  const registered = (so: number, office: string, on: string, other: Fields = {}): Fields => ({
    ...birthFields(so),
    noiDangKy: { raw: office },
    ngayDangKy: { raw: on },
    nksNgaySinh: { raw: on },
    meNgaySinh: { raw: "1995" },
    chaNgaySinh: { raw: "1992" },
    ...other,
  });
  const tryOut = async (fields: Fields) => {
    const answer = await clerk.post<{ findings: Found[] }>(`entry/v1/batches/${batchId}/check`, { fields });
    return done(answer).findings.filter(({ rule }) => placeRules.has(rule));
  };
  const rules = async (fields: Fields) => (await tryOut(fields)).map(({ rule }) => rule);

  it.each([
    ["UBND xã Thanh Lâm", "30.06.2025", []],
    ["UBND xã Thanh Lâm", "02.07.2025", ["office-unknown"]],
    ["UBND xã Lâm Khê", "02.07.2025", []],
    ["UBND xã Lâm Khê", "30.06.2025", ["office-unknown"]],
    ["xã Thanh Lâm cũ, tỉnh Sơn Hà", "02.07.2025", ["office-unknown"]],
    ["UBND xã Không Ai Biết", "02.07.2025", []],
  ])("tells at the desk of the office %s on %s: %j", async (office, on, expected) => {
    expect(await rules(registered(1, office, on))).toEqual(expected);
  });

  it("tells of a province of birth by the day of birth", async () => {
    const nksNoiSinhDVHC = { raw: "xã A, tỉnh Hà Bắc Mới" };
    expect(await rules(registered(1, "UBND xã Mai Lâm", "30.06.2025", { nksNoiSinhDVHC }))).toEqual([]);
    expect(await rules(registered(1, "UBND xã Mai Lâm", "02.07.2025", { nksNoiSinhDVHC }))).toEqual([
      "birthplace-province-unknown",
    ]);
  });

  it("stores, imports, accepts and corrects by the same rules", async () => {
    const late = "UBND xã Thanh Lâm";
    const path = `entry/v1/batches/${batchId}/records`;
    const refused = await clerk.post(path, { fields: registered(1, late, "02.07.2025") });
    expect([refused.status, refused.body["code"]]).toEqual([422, "warning-not-accepted"]);
    const { recordId: early } = done(
      await clerk.post<{ recordId: string }>(path, { fields: registered(1, late, "30.06.2025") }),
    );
    const cells = { ...registered(2, late, "02.07.2025"), quyenSo: { raw: "01/2024" } };
    const row = Object.fromEntries(Object.entries(cells).map(([code, { raw }]) => [code, raw]));
    const { importId } = await prepare(clerk, { unitId: test.commune }, "so.csv", csvOf([row]));
    const { rules: seen } = (await previewOf(clerk, importId)) as { rules?: Record<string, number> };
    expect(seen).toMatchObject({ "office-unknown": 1 });
    done(await clerk.post(`entry/v1/imports/${importId}/confirm`, { mode: "good-rows-only" }));
    const phase = async () => done(await clerk.get<{ phase: string }>(`entry/v1/imports/${importId}`)).phase;
    await expect.poll(phase).toBe("finished");
    await test.standalone.settled();
    const waiting = async () =>
      done(
        await clerk.get<{ items: { id: string; number: string; findings: { open: number } }[] }>(
          `${path}?unanswered=true`,
        ),
      ).items;
    expect(await waiting()).toMatchObject([{ number: "2", findings: { open: 1 } }]);

    done(await clerk.post(`entry/v1/batches/${batchId}/submit`));
    await test.standalone.settled();
    const openReview = async () => {
      const [review] = done(
        await acceptor.get<{ items: { id: string; sample: { recordId: string }[] }[] }>(
          "review/v1/reviews?status=open",
        ),
      ).items;
      if (!review) throw new Error("No review is open.");
      return review;
    };
    const review = await openReview();
    const found = async (id: string) =>
      done(await acceptor.get<{ findings: Found[] }>(`review/v1/reviews/${id}/findings`))
        .findings.map(({ rule }) => rule)
        .filter((rule) => placeRules.has(rule));
    expect(await found(review.id)).toEqual(["office-unknown"]);
    const check = async ({ id, sample }: typeof review) => {
      for (const { recordId } of sample) {
        const one = `review/v1/reviews/${id}/records/${recordId}`;
        const { revision } = done(await checker.get<{ revision: number }>(one));
        done(await checker.post(`${one}/check`, { recordRevision: revision, marks: [] }));
      }
    };
    await check(review);
    const accept = (id: string) => acceptor.post(`review/v1/reviews/${id}/accept`);
    expect((await accept(review.id)).body["code"]).toBe("findings-open");
    done(await acceptor.post(`review/v1/reviews/${review.id}/return`, { reason: "Còn cảnh báo" }));
    await test.standalone.settled();

    const [open] = await waiting();
    const fields = ["noiDangKy", "ngayDangKy"];
    const answer = { rule: "office-unknown", fields, reason: "Sổ ghi như vậy" };
    done(await clerk.post(`entry/v1/records/${open?.id}/let-stand`, { accepted: [answer] }));
    // It was said of this office on that day: of another day it is asked again.
    const otherDay = { changes: { ngayDangKy: { raw: "03.07.2025" } }, reason: "đọc lại", accepted: [] };
    const unanswered = await clerk.post(`entry/v1/records/${open?.id}/correct`, otherDay);
    expect([unanswered.status, unanswered.body["code"]]).toEqual([422, "warning-not-accepted"]);
    done(await clerk.post(`entry/v1/batches/${batchId}/submit`));
    await test.standalone.settled();
    const second = await openReview();
    await check(second);
    done(await accept(second.id));
    await test.standalone.settled();

    const changes = { noiDangKy: { raw: "UBND xã Lâm Khê" } };
    const wish = { recordId: early, changes, reason: "đối chiếu lại" };
    const asked = await manager.post("review/v1/corrections", wish);
    expect([asked.status, asked.body["code"]]).toEqual([422, "warning-not-accepted"]);
    done(await manager.post("review/v1/corrections", { ...wish, accepted: [answer] }));
    await test.standalone.settled();
    const [request] = done(
      await acceptor.get<{ items: { id: string; findings: object[] }[] }>("review/v1/corrections"),
    ).items;
    expect(request?.findings).toMatchObject([{ rule: "office-unknown", reason: "Sổ ghi như vậy" }]);
    done(await acceptor.post(`review/v1/corrections/${request?.id}/approve`));
    await test.standalone.settled();
    expect(done(await acceptor.get<{ items: object[] }>("review/v1/corrections")).items).toMatchObject([
      { status: "applied" },
    ]);
  });
});
