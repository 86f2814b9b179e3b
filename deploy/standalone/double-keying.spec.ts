import { Role } from "@sogoc/events";
import { describe, expect, it } from "vitest";
import { done, type LocalClient } from "./local-client.ts";
import { birthFields, startTestProvince, type TestProvince } from "./test-province.ts";

/** Stands in every text of the first keying and nowhere else. */
const secret = "Xyzzy";
const firstBirth = (so: number) => ({
  ...birthFields(so),
  nksHoTen: { raw: `${secret} Văn An` },
  meHoTen: { raw: `Trần Thị ${secret}` },
  ghiChu: { raw: secret },
});
const identity = [
  "ngayDangKy",
  "nksHoTen",
  "nksNgaySinh",
  "meHoTen",
  "meNgaySinh",
  "chaHoTen",
  "chaNgaySinh",
];
const identityOf = (so: number, other: Record<string, { raw: string }> = {}) => ({
  ...Object.fromEntries(Object.entries(firstBirth(so)).filter(([code]) => identity.includes(code))),
  ...other,
});

interface Discrepancies {
  readonly items: readonly {
    recordId: string;
    field: string;
    kind: string;
    first?: object;
    second?: object;
  }[];
}

/** A book of two cases, keyed once by Nam and waiting for a second person. */
const furnish = async () => {
  const test = await startTestProvince();
  const { commune, person, standalone } = test;
  const people = {
    keeper: await person("thu", [{ role: "book-keeper", unitId: commune }]),
    first: await person("nam", [{ role: "clerk", unitId: commune }]),
    second: await person("hoa", [{ role: "clerk", unitId: commune }]),
    arbiter: await person("lan", [{ role: "checker", unitId: commune }]),
    checker: await person("kiem", [{ role: "checker", unitId: commune }]),
    acceptor: await person("duyet", [{ role: "acceptor", unitId: commune }]),
  };
  const { keeper, first } = people;
  const book = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
  const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
  const policy = { keying: "double-identity" };
  const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId, policy }));
  const assign = (client: LocalClient) =>
    keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: client.account?.id });
  done(await assign(first));
  const recordIds: string[] = [];
  for (const so of [1, 2]) {
    const keyed = { fields: firstBirth(so) };
    const path = `entry/v1/batches/${batchId}/records`;
    recordIds.push(done(await first.post<{ recordId: string }>(path, keyed)).recordId);
  }
  done(await first.post(`entry/v1/batches/${batchId}/submit`));
  await standalone.settled();
  return { ...test, ...people, bookId, batchId, recordIds, assign };
};

const keyAgain = (
  client: LocalClient,
  batchId: string,
  recordId: string,
  fields: Record<string, { raw: string }>,
) => client.post(`entry/v1/batches/${batchId}/records/${recordId}/key-again`, { fields });

describe("double keying", () => {
  it("goes from two keyers through an arbiter to the check", async () => {
    const { standalone, arbiter, checker, acceptor, second, batchId, recordIds, assign } = await furnish();
    const [one = "", two = ""] = recordIds;
    done(await assign(second));
    const listed = done(
      await second.get<{ fields: string[]; items: { recordId: string; keyedAgain: boolean }[] }>(
        `entry/v1/batches/${batchId}/second-keying`,
      ),
    );
    expect(listed.items.map(({ recordId, keyedAgain }) => [recordId, keyedAgain])).toEqual([
      [one, false],
      [two, false],
    ]);
    expect(listed.fields).toContain("nksHoTen");
    done(await keyAgain(second, batchId, one, identityOf(1)));
    const submit = () => second.post(`entry/v1/batches/${batchId}/submit`);
    expect((await submit()).body["code"]).toBe("not-keyed-again");
    done(await keyAgain(second, batchId, two, identityOf(2, { meHoTen: { raw: "Trần Thị Hòa" } })));
    done(await submit());

    const path = `entry/v1/batches/${batchId}/discrepancies`;
    const found = done(await arbiter.get<Discrepancies>(path));
    expect(found.items).toMatchObject([
      { recordId: two, field: "meHoTen", kind: "other", second: { raw: "Trần Thị Hòa" } },
    ]);
    expect((await second.get(path)).status).toBe(403);
    expect((await arbiter.post(`entry/v1/batches/${batchId}/finish-arbitration`)).body["code"]).toBe(
      "differences-open",
    );
    const decisions = [{ recordId: two, field: "meHoTen", choice: "second" }];
    done(await arbiter.post(`${path}/resolve`, { decisions }));
    done(await arbiter.post(`entry/v1/batches/${batchId}/finish-arbitration`));
    await standalone.settled();

    const { items } = done(
      await checker.get<{ items: { id: string; sample: { recordId: string }[] }[] }>("review/v1/reviews"),
    );
    const [review] = items;
    const reviewPath = `review/v1/reviews/${review?.id}`;
    for (const { recordId } of review?.sample ?? []) {
      const record = done(
        await checker.get<{ revision: number; fields: Record<string, unknown> }>(
          `${reviewPath}/records/${recordId}`,
        ),
      );
      if (recordId === two) expect(record.fields["meHoTen"]).toEqual({ raw: "Trần Thị Hòa" });
      const check = { recordRevision: record.revision, marks: [] };
      expect((await arbiter.post(`${reviewPath}/records/${recordId}/check`, check)).body["code"]).toBe(
        "arbitrated-by-yourself",
      );
      done(await checker.post(`${reviewPath}/records/${recordId}/check`, check));
    }
    done(await acceptor.post(`${reviewPath}/accept`));
    const history = done(
      await acceptor.get<{ items: { type: string; changes: unknown[] }[] }>(
        `reporting/v1/records/${two}/history`,
      ),
    );
    expect(history.items.map(({ type }) => type)).toEqual(
      expect.arrayContaining(["RecordKeyedAgain", "DiscrepancyResolved", "BatchAccepted"]),
    );
    await standalone.stop();
  });

  it("is not given to whoever may read the first keying", async () => {
    const { standalone, keeper, checker, arbiter, person, commune, assign } = await furnish();
    for (const reader of [keeper, checker, arbiter]) {
      expect((await assign(reader)).body["code"]).toBe("reads-records");
    }
    const both = await person("hai-vai", [
      { role: "clerk", unitId: commune },
      { role: "auditor", unitId: commune },
    ]);
    expect((await assign(both)).body["code"]).toBe("reads-records");
    await standalone.stop();
  });
});

/** Every address that answers to GET, and the search, with the real ids in it. */
const questions = (test: TestProvince, params: Readonly<Record<string, string>>) =>
  test.standalone.routes
    .filter(({ method, url }) => method === "GET" && !url.endsWith("/stream"))
    .map(({ url }) => url.replace(/:(\w+)/g, (_, name: string) => params[name] ?? "none"))
    .map((path) => path.slice("/api/".length));

/** What leaks where: the addresses whose answer holds the first keyer's text. */
const leaks = async (
  client: LocalClient,
  test: TestProvince,
  params: Readonly<Record<string, string>>,
): Promise<string[]> => {
  const seen: string[] = [];
  const note = (path: string, { bytes }: { readonly bytes: Buffer }) => {
    const text = bytes.toString("utf8").toLowerCase();
    if (text.includes(secret.toLowerCase())) seen.push(path);
  };
  for (const path of questions(test, params)) note(path, await client.get(path));
  for (const asked of [{ words: secret }, { number: "1" }, { bookId: params["bookId"] }]) {
    // The answer must hold the text, not only the question.
    note(`search by ${Object.keys(asked)[0]}`, await client.post("reporting/v1/search", asked));
  }
  const check = { fields: identityOf(1, { nksHoTen: { raw: "Lê Văn Ba" }, meHoTen: { raw: "Lê Thị Ba" } }) };
  note("check", await client.post(`entry/v1/batches/${params["batchId"]}/check`, check));
  note(
    "key-again",
    await client.post(`entry/v1/batches/${params["batchId"]}/records/${params["recordId"]}/key-again`, check),
  );
  const exported = await client.post<{ exportId?: string }>("reporting/v1/exports", {
    bookId: params["bookId"],
  });
  if (exported.status < 400) seen.push("export");
  return seen;
};

describe("the second keyer", () => {
  it("learns of the first keying by no address, not even with every other role", {
    timeout: 60_000,
  }, async () => {
    const test = await furnish();
    const { second, first, admin, commune, assign, bookId, batchId, recordIds, standalone, person } = test;
    const params = {
      ...{ bookId, batchId, recordId: recordIds[0] ?? "", unitId: commune, code: "KS" },
      accountId: first.account?.id ?? "",
    };
    done(await assign(second));
    expect(await leaks(second, test, params)).toEqual([]);

    // Roles given to him afterwards open nothing either, as long as he keys.
    for (const role of Role.options.filter((one) => one !== "clerk")) {
      const grant = { role, unitId: commune };
      done(await admin.post(`accounts/v1/accounts/${second.account?.id}/roles`, grant));
    }
    const everything = await person("moi-vai", [...Role.options.map((role) => ({ role, unitId: commune }))]);
    const mightier = await test.signInAgain("hoa");
    expect(await leaks(mightier, test, params)).toEqual([]);

    // The same questions show it to somebody else, so that this test can fail.
    const shown = await leaks(everything, test, params);
    expect(shown).toEqual(
      expect.arrayContaining([
        `entry/v1/batches/${batchId}/records`,
        `entry/v1/records/${recordIds[0]}`,
        `reporting/v1/records/${recordIds[0]}`,
        `reporting/v1/records/${recordIds[0]}/events`,
        "search by words",
        "search by bookId",
        "export",
      ]),
    );
    await standalone.stop();
  });

  it("cannot look before his turn either: a clerk sees what he keyed himself", async () => {
    const test = await furnish();
    const { second, bookId, batchId, recordIds, commune, standalone, first } = test;
    const params = { bookId, batchId, recordId: recordIds[0] ?? "", unitId: commune, code: "KS" };
    expect(await leaks(second, test, params)).toEqual([]);
    expect(await leaks(first, test, params)).toEqual(
      expect.arrayContaining([`entry/v1/batches/${batchId}/records`]),
    );
    await standalone.stop();
  });
});
