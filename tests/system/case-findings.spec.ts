import { expect, it } from "vitest";
import { done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { oneOfEach } from "../support/one-of-each.ts";
import { birthFields, startTestProvince } from "../support/test-province.ts";

interface Asked {
  readonly rule: string;
  readonly fields: readonly string[];
}
interface CaseFindings {
  readonly total: number;
  readonly findings: readonly {
    readonly recordId: string;
    readonly rule: string;
    readonly fields: readonly string[];
    readonly answer?: object;
  }[];
}

it.each(["share", "lot"] as const)(
  "whoever accepts is told case by case what the rules found and somebody let stand (%s)",
  async (acceptance) => {
    const test = await startTestProvince();
    const { commune, person, standalone } = test;
    const { keeper, clerk, checker, acceptor } = await oneOfEach(test);
    const book = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
    const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
    const opening = { bookId, policy: { acceptance } };
    const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", opening));
    done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
    const path = `entry/v1/batches/${batchId}/records`;
    const reason = "Sổ ghi rõ 1998";
    done(await clerk.post(path, { fields: birthFields(1) }));
    // A mother of ten years.
    const fields = { ...birthFields(2), meNgaySinh: { raw: "1998" } };
    const [asked] = (await clerk.post<{ errors: Asked[] }>(path, { fields })).body.errors;
    const accepted = [{ ...asked, reason }].map(({ rule, fields: of }) => ({ rule, fields: of, reason }));
    const { recordId } = done(await clerk.post<{ recordId: string }>(path, { fields, accepted }));
    done(await clerk.post(`entry/v1/batches/${batchId}/submit`));
    await standalone.settled();
    let standing = "";
    if (acceptance === "lot") {
      const lot = { batchIds: [batchId] };
      standing = `review/v1/lots/${done(await acceptor.post<{ lotId: string }>("review/v1/lots", lot)).lotId}`;
      await standalone.settled();
    }
    const { items } = done(await checker.get<{ items: { id: string }[] }>("review/v1/reviews"));
    const review = `review/v1/reviews/${items[0]?.id}`;
    const findings = async (who: LocalClient, query = "") =>
      done(await who.get<CaseFindings>(`${review}/case-findings${query}`));

    const { total, findings: found } = await findings(acceptor);
    const answer = { reason, by: clerk.account?.name };
    expect(found).toMatchObject([
      { recordId, number: "2", rule: asked?.rule, fields: asked?.fields, answer },
    ]);
    expect(total).toBe(1);
    const { letStand, unanswered } = done(
      await acceptor.get<{ letStand: number; unanswered: number }>(standing || `${review}/standing`),
    );
    expect({ letStand, unanswered }).toEqual({ letStand: total, unanswered: 0 });
    expect(await findings(checker, "?kind=unanswered")).toEqual({ total: 0, findings: [] });
    const admin = await person("quan-tri-xa", [{ role: "unit-admin", unitId: commune }]);
    for (const who of [clerk, admin])
      expect((await who.get(`${review}/case-findings`)).body).toMatchObject({ code: "forbidden-role" });
    const { events } = await test.ports.store.readAll({ after: 0, limit: 10_000, types: ["RecordsRead"] });
    expect(JSON.stringify(events)).toContain(recordId);
    await standalone.stop();
  },
);
