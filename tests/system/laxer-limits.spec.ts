import { expect, it } from "vitest";
import { done } from "../../apps/standalone/src/local-client.ts";
import { acceptedBook } from "../support/accepted-book.ts";

interface Limits {
  readonly limits?: object;
}

it.each([
  [{}, false],
  [{ sampleMinimum: 1 }, true],
  [{ sampleShare: 0.01 }, false],
  [{ errorLimit: 0.1 }, true],
  [{ errorLimit: 0.01, sampleShare: 1 }, false],
])(
  "of a batch with the limits %o the acceptor sees whose they are, and confirms laxer ones: %s",
  async (policy, laxer) => {
    const { acceptor, checkSample, standalone } = await acceptedBook(undefined, {}, policy);
    const review = await checkSample();
    const usual = { sampleShare: 0.1, sampleMinimum: 5, errorLimit: 0.02 };
    const setBy = "Người thu";
    const own = { ...usual, ...policy, setBy, laxer, unit: usual };
    expect(done(await acceptor.get<Limits>(`${review}/standing`)).limits).toMatchObject(own);
    if (laxer) {
      const refused = await acceptor.post<{ code: string; title: string; titleEn?: string }>(
        `${review}/accept`,
      );
      expect(refused.body.code).toBe("laxer-limits");
      expect(JSON.stringify(refused.body)).toMatch(/lỏng hơn giới hạn của đơn vị.*laxer than its unit's/);
    }
    done(await acceptor.post(`${review}/accept`, laxer ? { acceptsLaxerLimits: true } : {}));
    await standalone.settled();
    const decided = done(await acceptor.get<{ laxerLimits?: object }>(review)).laxerLimits;
    if (laxer) expect(decided).toMatchObject({ ...usual, ...policy, setBy, unit: usual });
    else expect(decided).toBeUndefined();
    await standalone.stop();
  },
);

it("limits of a unit that lets fewer wrong cases through make a usual batch laxer", async () => {
  const { acceptor, person, commune, checkSample, standalone } = await acceptedBook();
  const lead = await person("truong", [{ role: "unit-admin", unitId: commune }]);
  const path = `review/v1/limits/${commune}`;
  const from = new Date().toISOString().slice(0, 10);
  const limits = { level: "II", key: 0.1, other: 0.65, from, reason: "Tỉnh yêu cầu" };
  done(await lead.post(path, limits));
  const review = await checkSample();
  const { limits: shown } = done(await acceptor.get<Limits>(`${review}/standing`));
  expect(shown).toMatchObject({
    errorLimit: 0.02,
    laxer: true,
    unit: { errorLimit: 0.0065, setFor: commune, from, setBy: "Người truong" },
  });
  expect((await acceptor.post(`${review}/accept`)).body["code"]).toBe("laxer-limits");
  await standalone.stop();
});
