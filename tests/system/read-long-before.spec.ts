import { expect, it } from "vitest";
import { done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { confirm, csvOf, prepare } from "../support/test-import.ts";
import { birthFields, createTestClock, startTestProvince } from "../support/test-province.ts";

const MONDAY = "2026-03-02T03:00:00.000Z";
const FRIDAY = "2026-03-06T03:00:00.000Z";
const office = "UBND xã Mai Lâm";

/** A book-keeper, a clerk, and people who are clerks beside another role. */
const furnish = async () => {
  const clock = createTestClock(MONDAY);
  const test = await startTestProvince({ clock });
  const { commune, person, signInAgain } = test;
  const names = { keeper: "thu", clerk: "nam" } as const;
  await person(names.keeper, [{ role: "book-keeper", unitId: commune }]);
  await person(names.clerk, [{ role: "clerk", unitId: commune }]);
  const both = (name: string, role: "book-keeper" | "checker") =>
    person(name, [
      { role, unitId: commune },
      { role: "clerk", unitId: commune },
    ]);
  const everybody = async () => ({
    keeper: await signInAgain(names.keeper),
    clerk: await signInAgain(names.clerk),
  });
  const register = async (keeper: LocalClient, bookNumber: string) => {
    const book = { unitId: commune, recordType: "KS", bookNumber, office };
    return done(await keeper.post<{ bookId: string }>("entry/v1/books", book)).bookId;
  };
  return { ...test, clock, both, everybody, register };
};

const rowOf = (so: number, quyenSo: string) => {
  const texts = Object.entries({ ...birthFields(so), quyenSo: { raw: quyenSo } });
  return Object.fromEntries(texts.map(([code, { raw }]) => [code, raw]));
};

it.each(["registered", "not registered yet"])(
  "whoever read a colleague's workbook days before it was confirmed does not key its cases again (book %s)",
  async (state) => {
    const { clock, standalone, commune, both, everybody, register } = await furnish();
    const [reader, stranger] = [await both("doc", "book-keeper"), await both("khac", "book-keeper")];
    const monday = await everybody();
    const workbook = csvOf([rowOf(1, "02/2008"), rowOf(2, "02/2008")]);
    if (state === "registered") await register(monday.keeper, "02/2008");
    const { importId } = await prepare(monday.clerk, { unitId: commune }, "so.csv", workbook);
    done(await reader.get(`entry/v1/imports/${importId}/preview`));
    // What was written to another book is no reading of this one.
    const otherBook = await register(monday.keeper, "09/2008");
    const { batchId: otherBatch } = done(
      await monday.keeper.post<{ batchId: string }>("entry/v1/batches", { bookId: otherBook }),
    );
    const accountId = monday.clerk.account?.id;
    done(await monday.keeper.post(`entry/v1/batches/${otherBatch}/assign`, { accountId }));
    await standalone.settled();
    const other = await prepare(monday.clerk, { unitId: commune }, "khac.csv", csvOf([rowOf(1, "09/2008")]));
    done(await stranger.get(`entry/v1/imports/${other.importId}/preview`));
    await confirm(monday.clerk, other.importId);
    // A wrong number that is mended before the workbook is sent again makes it no other book's.
    const misnumbered = [];
    for (const [name, quyenSo] of [
      ["sai-so", "20/2008"],
      ["sai-nam", "02/2009"],
    ] as const) {
      const wrong = csvOf([rowOf(1, quyenSo), rowOf(2, quyenSo)]);
      const { importId: id } = await prepare(monday.clerk, { unitId: commune }, `${name}.csv`, wrong);
      const who = await both(name, "book-keeper");
      done(await who.get(`entry/v1/imports/${id}/preview`));
      misnumbered.push(who);
    }
    const sender = await both("gui-sai", "book-keeper");
    await prepare(sender, { unitId: commune }, "sai.csv", csvOf([rowOf(1, "20/2008")]));

    clock.set(FRIDAY);
    const { keeper, clerk } = await everybody();
    const bookId =
      state === "registered"
        ? done(
            await keeper.get<{ items: { id: string; bookNumber: string }[] }>("entry/v1/books"),
          ).items.find(({ bookNumber }) => bookNumber === "02/2008")?.id
        : await register(keeper, "02/2008");
    const policy = { keying: "double-identity" };
    const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId, policy }));
    const assign = (who: LocalClient) =>
      keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: who.account?.id });
    done(await assign(clerk));
    await standalone.settled();
    const again = await prepare(clerk, { unitId: commune }, "so.csv", workbook);
    await confirm(clerk, again.importId);
    await standalone.settled();
    done(await clerk.post(`entry/v1/batches/${batchId}/submit`));
    await standalone.settled();
    for (const who of [reader, ...misnumbered]) expect((await assign(who)).body["code"]).toBe("records-read");
    expect((await assign(sender)).body["code"]).toBe("import-sent");
    expect((await assign(stranger)).status).toBe(200);
    await standalone.stop();
  },
);

it("whoever sent a workbook of a book before it was registered does not key its cases again", async () => {
  const { clock, standalone, commune, both, everybody, register } = await furnish();
  const sender = await both("gui", "book-keeper");
  const workbook = csvOf([rowOf(1, "02/2008")]);
  const { importId } = await prepare(sender, { unitId: commune }, "so.csv", workbook);
  done(await sender.post(`entry/v1/imports/${importId}/discard`));
  clock.set(FRIDAY);
  const { keeper, clerk } = await everybody();
  const bookId = await register(keeper, "02/2008");
  const policy = { keying: "double-identity" };
  const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId, policy }));
  const assign = (who: LocalClient) =>
    keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: who.account?.id });
  done(await assign(clerk));
  const fields = birthFields(1);
  done(await clerk.post(`entry/v1/batches/${batchId}/records`, { fields }));
  done(await clerk.post(`entry/v1/batches/${batchId}/submit`));
  await standalone.settled();
  expect((await assign(sender)).body["code"]).toBe("import-sent");
  await standalone.stop();
});

it("whoever checked a case that was voided since does not key it again in another batch, days later", async () => {
  const { clock, standalone, both, everybody, register, person, commune } = await furnish();
  const reader = await both("kiem", "checker");
  const other = await person("hoa", [{ role: "clerk", unitId: commune }]);
  const monday = await everybody();
  const bookId = await register(monday.keeper, "01/2008");
  const { batchId: first } = done(
    await monday.keeper.post<{ batchId: string }>("entry/v1/batches", { bookId, from: 1, to: 1 }),
  );
  done(await monday.keeper.post(`entry/v1/batches/${first}/assign`, { accountId: monday.clerk.account?.id }));
  const key = async (clerk: LocalClient, batchId: string) =>
    done(
      await clerk.post<{ recordId: string }>(`entry/v1/batches/${batchId}/records`, {
        fields: birthFields(1),
      }),
    ).recordId;
  const recordId = await key(monday.clerk, first);
  await standalone.settled();
  done(await reader.get(`entry/v1/records/${recordId}`));
  done(await monday.clerk.post(`entry/v1/records/${recordId}/void`, { reason: "nhập nhầm lô" }));
  await standalone.settled();
  done(await monday.keeper.post(`entry/v1/batches/${first}/take-back`, { reason: "mở nhầm" }));

  clock.set(FRIDAY);
  const { keeper, clerk } = await everybody();
  const withdrawn = await keeper.post(`entry/v1/batches/${first}/withdraw`, { reason: "mở nhầm" });
  const policy = { keying: "double-identity" };
  const where = withdrawn.status === 200 ? { from: 1, to: 1 } : { from: 2, to: 2 };
  const { batchId } = done(
    await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId, ...where, policy }),
  );
  expect(where).toEqual({ from: 1, to: 1 });
  const assign = (who: LocalClient) =>
    keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: who.account?.id });
  done(await assign(clerk));
  expect(await key(clerk, batchId)).toBe(recordId);
  done(await clerk.post(`entry/v1/batches/${batchId}/submit`));
  await standalone.settled();
  expect((await assign(reader)).body["code"]).toBe("records-read");
  expect((await assign(other)).status).toBe(200);
  await standalone.stop();
});
