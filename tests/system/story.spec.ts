import { describe, expect, it } from "vitest";
import { done } from "../../apps/standalone/src/local-client.ts";
import { birthFields, startTestProvince } from "../support/test-province.ts";

interface Ids {
  readonly unitId: string;
  readonly accountId: string;
  readonly temporaryPassword: string;
  readonly bookId: string;
  readonly batchId: string;
  readonly recordId: string;
  readonly revision: number;
  readonly correctionId: string;
}

const birth = (so: number, extra: object = {}) => ({ fields: { ...birthFields(so), ...extra } });

describe("the main job", () => {
  it("goes from a shelf to an accepted, corrected record that the province sees", async () => {
    const { person, commune, province, standalone } = await startTestProvince();
    const keeper = await person("thu", [{ role: "book-keeper", unitId: commune }]);
    const clerk = await person("nam", [{ role: "clerk", unitId: commune }]);
    const checker = await person("hoa", [{ role: "checker", unitId: commune }]);
    const acceptor = await person("binh", [{ role: "acceptor", unitId: commune }]);
    const viewer = await person("sotp", [{ role: "province-viewer", unitId: province }], province);

    const { bookId } = done(
      await keeper.post<Ids>("entry/v1/books", {
        unitId: commune,
        recordType: "KS",
        bookNumber: "1/2008",
        office: "UBND xã Mai Lâm",
        expectedCases: 3,
      }),
    );
    const { batchId } = done(
      await keeper.post<Ids>("entry/v1/batches", { bookId, policy: { sampleShare: 1, errorLimit: 0.01 } }),
    );
    done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));

    const ids: string[] = [];
    for (const so of [1, 2, 3]) {
      const entered = await clerk.post<Ids>(`entry/v1/batches/${batchId}/records`, birth(so));
      ids.push(done(entered).recordId);
    }
    const again = await clerk.post(`entry/v1/batches/${batchId}/records`, birth(3));
    expect(again.body["code"]).toBe("record-exists");

    const warned = await clerk.post<{ errors: { rule: string; pointer: string }[] }>(
      `entry/v1/batches/${batchId}/records`,
      birth(4, { nksNgaySinh: { raw: "01.03.2009" } }),
    );
    expect(warned.status).toBe(422);
    expect(warned.body.errors.map(({ pointer }) => pointer)).toContain("/fields/nksNgaySinh");

    done(await clerk.post(`entry/v1/batches/${batchId}/submit`));
    expect((await clerk.post(`entry/v1/batches/${batchId}/records`, birth(5))).body["code"]).toBe(
      "batch-already-submitted",
    );

    const reviewOf = async (round: number) => {
      const { items } = done(
        await checker.get<{ items: { id: string; round: number; sample: { recordId: string }[] }[] }>(
          `review/v1/reviews?batchId=${batchId}`,
        ),
      );
      const review = items.find((item) => item.round === round);
      expect(review, `review of round ${round}`).toBeDefined();
      return review as NonNullable<typeof review>;
    };
    const checkAll = async (reviewId: string, marksFor: (recordId: string) => object[]) => {
      for (const recordId of ids) {
        const record = done(await checker.get<Ids>(`review/v1/reviews/${reviewId}/records/${recordId}`));
        const body = { recordRevision: record.revision, marks: marksFor(recordId) };
        done(await checker.post(`review/v1/reviews/${reviewId}/records/${recordId}/check`, body));
      }
    };

    const first = await reviewOf(1);
    expect(new Set(first.sample.map(({ recordId }) => recordId))).toEqual(new Set(ids));
    const wrong = { field: "meHoTen", severity: "major", reason: "Sổ ghi Trần Thị Hoà" };
    await checkAll(first.id, (recordId) => (recordId === ids[1] ? [wrong] : []));
    expect((await acceptor.post(`review/v1/reviews/${first.id}/accept`)).body["code"]).toBe(
      "error-limit-exceeded",
    );
    done(await acceptor.post(`review/v1/reviews/${first.id}/return`, { reason: "Sai tên mẹ" }));

    const returned = done(
      await clerk.get<{ items: { id: string; marks: object[] }[] }>(
        `entry/v1/batches/${batchId}/records?marked=true`,
      ),
    );
    expect(returned.items).toMatchObject([{ id: ids[1], marks: [wrong] }]);
    const queue = async (at: "work" | "rest") =>
      done(await clerk.get<{ items: object[] }>(`entry/v1/batches?mine=true&at=${at}`)).items;
    expect(await queue("work")).toMatchObject([{ id: batchId, marks: 1 }]);
    done(
      await clerk.post(`entry/v1/records/${ids[1]}/correct`, {
        changes: { meHoTen: { raw: "Trần Thị Hoà" } },
        reason: "Đối chiếu lại sổ",
      }),
    );
    // What is corrected no longer calls for them, though the batch has not been submitted again.
    expect(await queue("work")).toMatchObject([{ id: batchId, marks: 0 }]);
    expect(await queue("rest")).toEqual([]);
    done(await clerk.post(`entry/v1/batches/${batchId}/submit`));
    expect([await queue("work"), await queue("rest")]).toMatchObject([[], [{ id: batchId }]]);
    const second = await reviewOf(2);
    await checkAll(second.id, () => []);
    expect((await checker.post(`review/v1/reviews/${second.id}/accept`)).body["code"]).toBe("forbidden-role");
    done(await acceptor.post(`review/v1/reviews/${second.id}/accept`));

    const locked = await clerk.post(`entry/v1/records/${ids[0]}/correct`, {
      changes: { ghiChu: { raw: "x" } },
      reason: "thử sửa",
    });
    expect(locked.body["code"]).toBe("batch-locked");
    const { correctionId } = done(
      await clerk.post<Ids>("review/v1/corrections", {
        recordId: ids[0],
        changes: { ghiChu: { raw: "Cấp lại bản chính" } },
        reason: "Sót ghi chú",
      }),
    );
    done(await acceptor.post(`review/v1/corrections/${correctionId}/approve`));
    await standalone.settled();
    const corrected = done(
      await checker.get<{ fields: Record<string, { raw: string }> }>(`entry/v1/records/${ids[0]}`),
    );
    expect(corrected.fields["ghiChu"]?.raw).toBe("Cấp lại bản chính");
    expect(viewer.account?.unitId).toBe(province);
    await standalone.stop();
  });

  it("keeps people to their area", async () => {
    const { person, commune, otherCommune, standalone } = await startTestProvince();
    const keeper = await person("thu", [{ role: "book-keeper", unitId: commune }]);
    const stranger = await person("lai", [
      { role: "book-keeper", unitId: otherCommune },
      { role: "clerk", unitId: otherCommune },
    ]);
    const book = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
    expect((await stranger.post("entry/v1/books", book)).body["code"]).toBe("outside-area");
    const { bookId } = done(await keeper.post<Ids>("entry/v1/books", book));
    expect((await stranger.get(`entry/v1/books/${bookId}`)).body["code"]).toBe("outside-area");
    const listed = done(await stranger.get<{ items: unknown[] }>("entry/v1/books"));
    expect(listed.items).toEqual([]);
    await standalone.stop();
  });
});
