import { createPagePdf } from "@sogoc/files";
import { expect, it } from "vitest";
import { done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { eventsOf } from "../support/decided-lot.ts";
import { oneOfEach } from "../support/one-of-each.ts";
import { birthFields, startTestProvince } from "../support/test-province.ts";

it("a reading by somebody with two roles says what they did there", async () => {
  const test = await startTestProvince();
  const { commune: unitId, person, ports, standalone } = test;
  const { keeper, clerk, checker, acceptor } = await oneOfEach(test);
  const both = await person("hai-vai", [
    { role: "clerk", unitId },
    { role: "checker", unitId },
    { role: "acceptor", unitId },
  ]);
  const book = { unitId, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
  const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
  const name = (so: number) => `KS.2008.01.2008-03-17.0${so}.pdf`;
  const scan = (so: number) => createPagePdf({ title: `số ${so}`, fields: [] });
  for (const so of [1, 2]) done(await keeper.upload(`entry/v1/books/${bookId}/scans`, name(so), scan(so)));
  const keyed = async (who: LocalClient, so: number) => {
    const range = { bookId, from: so, to: so };
    const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", range));
    done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: who.account?.id }));
    const path = `entry/v1/batches/${batchId}`;
    const fields = { ...birthFields(so), meHoTen: { raw: "Lê Thị Lan", doubtful: true } };
    const { recordId } = done(await who.post<{ recordId: string }>(`${path}/records`, { fields }));
    return { path, recordId };
  };
  const theirs = await keyed(clerk, 1);
  const own = await keyed(both, 2);
  await standalone.settled();
  const purposeOf = async (look: () => Promise<object>): Promise<unknown> => {
    await look();
    return (await eventsOf(ports, "RecordsRead")).at(-1)?.["purpose"];
  };
  const read = ({ recordId }: typeof own, query = "") => both.get(`entry/v1/records/${recordId}${query}`);
  const { items: scans } = done(
    await keeper.get<{ items: { id: string; number: string }[] }>(`entry/v1/books/${bookId}/scans`),
  );
  const show = (number: string) => () =>
    both.get(`entry/v1/scans/${scans.find((one) => one.number === number)?.id}/content`);
  expect(await purposeOf(() => read(own))).toBe("keying");
  expect(await purposeOf(show("2"))).toBe("keying");
  // Somebody else keys it, and nobody checks it yet.
  expect(await purposeOf(() => read(theirs))).toBe("look-up");
  expect(await purposeOf(show("1"))).toBe("look-up");
  done(await clerk.post(`${theirs.path}/submit`));
  await standalone.settled();
  expect(await purposeOf(() => read(theirs))).toBe("checking");
  expect(await purposeOf(() => both.get(`${theirs.path}/records`))).toBe("checking");
  expect(await purposeOf(show("1"))).toBe("checking");
  // A page may say what it is for, where that is theirs to do.
  expect(await purposeOf(() => read(theirs, "?purpose=deciding"))).toBe("deciding");
  expect((await read(theirs, "?purpose=keying")).body).toMatchObject({ code: "forbidden-role" });

  // The same where a review shows it: by what each of them is there for.
  const { items } = done(
    await checker.get<{ items: { id: string }[] }>(
      `review/v1/reviews?batchId=${theirs.path.split("/").at(-1)}`,
    ),
  );
  const review = `review/v1/reviews/${items[0]?.id}`;
  const sampled = `${review}/records/${theirs.recordId}`;
  for (const path of [sampled, `${review}/unclear`]) {
    expect(await purposeOf(() => checker.get(path)), path).toBe("checking");
    expect(await purposeOf(() => acceptor.get(path)), path).toBe("deciding");
    expect(await purposeOf(() => both.get(path)), path).toBe("checking");
    expect(await purposeOf(() => both.get(`${path}?purpose=deciding`)), path).toBe("deciding");
    expect((await checker.get(`${path}?purpose=deciding`)).body).toMatchObject({ code: "forbidden-role" });
  }
  const { revision } = done(await checker.get<{ revision: number }>(sampled));
  done(await checker.post(`${sampled}/check`, { recordRevision: revision, marks: [] }));
  done(await acceptor.post(`${review}/accept`));
  await standalone.settled();
  const wish = { recordId: theirs.recordId, changes: { meHoTen: { raw: "Lê Thị Mới" } }, reason: "đọc lại" };
  const { correctionId } = done(await clerk.post<{ correctionId: string }>("review/v1/corrections", wish));
  await standalone.settled();
  for (const path of ["review/v1/corrections", `review/v1/corrections/${correctionId}`]) {
    expect(await purposeOf(() => acceptor.get(path)), path).toBe("deciding");
    for (const who of [clerk, keeper, checker])
      expect(await purposeOf(() => who.get(path)), path).toBe("look-up");
  }
  await standalone.stop();
});
