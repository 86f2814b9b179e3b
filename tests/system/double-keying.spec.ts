import { readFile, writeFile } from "node:fs/promises";
import { createCommandHandler } from "@sogoc/core";
import { asGiven } from "@sogoc/core/testing";
import { type DomainEvent, Role, schemaOfWritten } from "@sogoc/events";
import { createPagePdf } from "@sogoc/files";
import { describe, expect, it } from "vitest";
import { type Answer, done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { wordsOf } from "../support/pdf-words.ts";
import { csvOf, prepare } from "../support/test-import.ts";
import { birthFields, startTestProvince, type TestProvince } from "../support/test-province.ts";

const TABLE = new URL("../../docs/guides/blind-keying.md", import.meta.url);

/** Stands in every text of the first keying and nowhere else. */
const secret = "Xyzzy";
const firstBirth = (so: number) => ({
  ...birthFields(so),
  nksHoTen: { raw: `${secret} Văn An` },
  meHoTen: { raw: `Trần Thị ${secret}` },
  ghiChu: { raw: secret },
});
/** A scan whose name has another day than the case that was keyed from it. */
const FILE = "KS.2008.01.2008-03-10.01.pdf";
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
    revision: number;
    field: string;
    kind: string;
    first?: object;
    second?: object;
  }[];
}

const OFFICE = "UBND xã Mai Lâm";

/**
 * A book of two cases, keyed once by Nam and waiting for a second person. Where they name another
 * office than their book, whatever tells of its findings quotes it.
 */
const furnish = async (noiDangKy = OFFICE) => {
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
  const book = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: OFFICE };
  const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
  const policy = { keying: "double-identity" };
  const opened = { bookId, from: 1, to: 2, policy };
  const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", opened));
  const assign = (client: LocalClient) =>
    keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: client.account?.id });
  done(await assign(first));
  const recordIds: string[] = [];
  for (const so of [1, 2]) {
    const keyed = { fields: { ...firstBirth(so), noiDangKy: { raw: noiDangKy } } };
    const path = `entry/v1/batches/${batchId}/records`;
    recordIds.push(done(await first.post<{ recordId: string }>(path, keyed)).recordId);
  }
  // They have a workbook with more of the same book, too.
  const texts = Object.entries({ ...firstBirth(3), quyenSo: { raw: "01/2008" } });
  const row = Object.fromEntries(texts.map(([code, { raw }]) => [code, raw]));
  const { importId } = await prepare(first, { unitId: commune }, "so.csv", csvOf([row]));
  done(await first.post(`entry/v1/batches/${batchId}/submit`));
  await standalone.settled();
  return { ...test, ...people, bookId, batchId, recordIds, importId, assign };
};

const attachMisnamed = async ({ keeper, bookId, standalone }: Awaited<ReturnType<typeof furnish>>) => {
  const scan = await createPagePdf({ title: "KHAI SINH", fields: [{ label: "Số", value: "1" }] });
  done(await keeper.upload(`entry/v1/books/${bookId}/scans`, FILE, scan));
  await standalone.settled();
};

/**
 * What else may quote it: another batch of the book with its review, a lot with its minutes, a
 * correction and a scan exchange, after everything that the book has open was closed.
 */
const surround = async (test: Awaited<ReturnType<typeof furnish>>) => {
  const { keeper, first, checker, acceptor, bookId, standalone } = test;
  const pdf = (title: string) => createPagePdf({ title, fields: [] });
  const key = async (so: number, acceptance: "lot" | "share") => {
    const wanted = { bookId, from: so, to: so, policy: { acceptance } };
    const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", wanted));
    const path = `entry/v1/batches/${batchId}`;
    done(await keeper.post(`${path}/assign`, { accountId: first.account?.id }));
    const name = `KS.2008.01.2008-03-17.0${so}.pdf`;
    done(await keeper.upload(`entry/v1/books/${bookId}/scans`, name, pdf(`số ${so}`)));
    const keyed = { fields: birthFields(so) };
    const { recordId } = done(await first.post<{ recordId: string }>(`${path}/records`, keyed));
    done(await first.post(`${path}/submit`));
    await standalone.settled();
    return { batchId, recordId, name };
  };
  const inLot = await key(3, "lot");
  const alone = await key(4, "share");
  const { lotId } = done(
    await acceptor.post<{ lotId: string }>("review/v1/lots", { batchIds: [inLot.batchId] }),
  );
  const { findings } = done(
    await keeper.get<{ findings: { rule: string; subject: string }[] }>(
      `reporting/v1/books/${bookId}/reconciliation`,
    ),
  );
  const closed = findings.map(({ rule, subject }) => ({ rule, subject, reason: "như sổ gốc" }));
  done(await keeper.post(`entry/v1/books/${bookId}/reconcile`, { closed }));
  await standalone.settled();
  const reviewOf = async ({ batchId }: typeof alone) => {
    const found = await checker.get<{ items: { id: string }[] }>(`review/v1/reviews?batchId=${batchId}`);
    return done(found).items[0]?.id ?? "";
  };
  const sampled = `review/v1/reviews/${await reviewOf(inLot)}/records/${inLot.recordId}`;
  const { revision } = done(await checker.get<{ revision: number }>(sampled));
  done(await checker.post(`${sampled}/check`, { recordRevision: revision, marks: [] }));
  done(await acceptor.post(`review/v1/lots/${lotId}/decide`, { verdict: "accepted", reason: "đạt" }));
  await standalone.settled();
  const wish = { recordId: inLot.recordId, changes: { meHoTen: { raw: "Lê Thị Mới" } }, reason: "đọc lại" };
  const { correctionId } = done(await first.post<{ correctionId: string }>("review/v1/corrections", wish));
  const asked = done(
    await keeper.upload<{ exchangeId?: string; files?: { exchangeId?: string }[] }>(
      `entry/v1/books/${bookId}/scan-exchanges?why=unreadable`,
      inLot.name,
      pdf("chụp lại"),
    ),
  );
  const office = { office: "UBND phường Khác", reason: "theo bìa sổ" };
  done(await keeper.post(`entry/v1/books/${bookId}/office-exchanges`, office));
  await standalone.settled();
  const { items: scans } = done(
    await keeper.get<{ items: { id: string }[] }>(`entry/v1/books/${bookId}/scans`),
  );
  return {
    lotId,
    correctionId,
    reviewId: await reviewOf(alone),
    scanId: scans[0]?.id ?? "",
    exchangeId: asked.exchangeId ?? "",
  };
};

const keyAgain = (
  client: LocalClient,
  batchId: string,
  recordId: string,
  fields: Record<string, { raw: string }>,
) => client.post(`entry/v1/batches/${batchId}/records/${recordId}/key-again`, { fields });

describe("double keying", () => {
  it("goes from two keyers through an arbiter to the check", async () => {
    const test = await furnish();
    const { standalone, arbiter, checker, acceptor, second, batchId, recordIds, assign } = test;
    const { admin, commune, signInAgain } = test;
    const accounts = { nam: test.first, hoa: second, lan: arbiter, kiem: checker };
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
    expect((await submit()).body["code"]).toBe("second-keying-finished");
    expect((await keyAgain(second, batchId, two, identityOf(2))).body["code"]).toBe("second-keying-finished");
    expect((await second.get(`entry/v1/batches/${batchId}/second-keying`)).body).toMatchObject({
      code: "second-keying-finished",
    });

    const path = `entry/v1/batches/${batchId}/discrepancies`;
    const found = done(await arbiter.get<Discrepancies>(path));
    expect(found.items).toMatchObject([
      { recordId: two, field: "meHoTen", kind: "other", second: { raw: "Trần Thị Hòa" } },
    ]);
    expect((await second.get(path)).status).toBe(403);
    expect((await arbiter.post(`entry/v1/batches/${batchId}/finish-arbitration`)).body["code"]).toBe(
      "differences-open",
    );
    const revision = found.items[0]?.revision;
    const decision = { recordId: two, field: "meHoTen", choice: "second" };
    const unseen = await arbiter.post(`${path}/resolve`, { decisions: [decision] });
    expect([unseen.status, unseen.body["code"]]).toEqual([428, "precondition-required"]);
    const decisions = [{ ...decision, revision }];
    done(await arbiter.post(`${path}/resolve`, { decisions }));
    // Somebody else has the same difference before them, as it was.
    const first = [{ ...decision, revision, choice: "first" }];
    const stale = await arbiter.post(`${path}/resolve`, { decisions: first });
    expect([stale.status, stale.body["code"]]).toEqual([412, "revision-conflict"]);
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
      const own = await arbiter.get(`${reviewPath}/records/${recordId}`);
      expect(done(own)).toMatchObject({ barred: { code: "arbitrated-by-yourself" } });
      expect((await arbiter.post(`${reviewPath}/records/${recordId}/check`, check)).body["code"]).toBe(
        "arbitrated-by-yourself",
      );
      done(await checker.post(`${reviewPath}/records/${recordId}/check`, check));
    }
    // Whoever had a hand in it before decides nothing now, also with the role to.
    for (const [name, code] of [
      ["nam", "keyed-by-yourself"],
      ["hoa", "keyed-by-yourself"],
      ["lan", "arbitrated-by-yourself"],
      ["kiem", "checked-by-yourself"],
    ] as const) {
      const account = accounts[name]?.account?.id;
      done(await admin.post(`accounts/v1/accounts/${account}/roles`, { role: "acceptor", unitId: commune }));
      const now = await signInAgain(name);
      // The page says so before anything is clicked.
      const { barred } = done(await now.get<{ barred: object }>(`${reviewPath}/standing`));
      expect(barred, name).toMatchObject({ accepting: { code }, returning: { code } });
      expect((await now.post(`${reviewPath}/accept`)).body["code"], name).toBe(code);
    }
    expect(done(await acceptor.get(`${reviewPath}/standing`))).toMatchObject({ barred: {} });
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

  it("is not given to whoever has read the first keying, whatever roles they hold by then", async () => {
    const { standalone, admin, batchId, importId, person, commune, assign } = await furnish();
    const both = (name: string) =>
      person(name, [
        { role: "clerk", unitId: commune },
        { role: "checker", unitId: commune },
        { role: "book-keeper", unitId: commune },
      ]);
    const [reader, seeker, other] = [await both("doc"), await both("tim"), await both("khong-doc")];
    done(await reader.get(`entry/v1/batches/${batchId}/records`));
    done(await seeker.post("reporting/v1/search", { words: "nguyen" }));
    const opener = await both("mo-tep");
    done(await opener.get(`entry/v1/imports/${importId}/preview`));
    for (const who of [reader, seeker, opener]) {
      for (const role of ["checker", "book-keeper"]) {
        const revoked = { role, unitId: commune, reason: "đổi việc" };
        done(await admin.post(`accounts/v1/accounts/${who.account?.id}/roles/revoke`, revoked));
      }
      await standalone.settled();
      expect((await assign(who)).body["code"]).toBe("records-read");
    }
    done(await assign(other));
    await standalone.stop();
  });

  it("is not keyed or ended by whoever was reading the first keying while it was given to them", async () => {
    const test = await furnish();
    const { standalone, ports, second, keeper, batchId, recordIds, assign, person, commune, bookId } = test;
    const [one = "", two = ""] = recordIds;
    done(await assign(second));
    const scan = await createPagePdf({ title: "KHAI SINH", fields: [{ label: "Số", value: "1" }] });
    const { files } = done(
      await keeper.upload<{ files: { scanId?: string }[] }>(
        `entry/v1/books/${bookId}/scans`,
        "KS.2008.01.2008-03-17.01.pdf",
        scan,
      ),
    );
    await standalone.settled();
    // The paper is what they key from, as often as they like.
    const paper = await second.get(`entry/v1/scans/${files[0]?.scanId}/content`);
    expect(paper.status).toBe(200);
    done(await keyAgain(second, batchId, one, identityOf(1, { meHoTen: { raw: "Trần Thị Sai" } })));
    done(await keyAgain(second, batchId, one, identityOf(1)));
    done(await keyAgain(second, batchId, two, identityOf(2)));
    // They were not blind yet when they asked, and are answered now.
    const commands = createCommandHandler({ store: ports.store, schemaOf: schemaOfWritten });
    const actor = { account: second.account?.id ?? "", name: "Hoa", roles: [], unit: commune };
    const context = { actor, at: ports.clock.now(), commandId: "doc-luc-giao", correlationId: "c" };
    const [purpose, shown, readBy] = ["checking", "values", actor.account] as const;
    const read: DomainEvent = { type: "RecordsRead", data: { recordIds: [two], purpose, shown, readBy } };
    const stream = `${actor.account}-${context.at.toISOString().slice(0, 10)}`;
    await commands.handle(asGiven<DomainEvent>("access"), stream, [read], context);
    expect((await keyAgain(second, batchId, two, identityOf(2))).body["code"]).toBe("records-read");
    done(await keyAgain(second, batchId, one, identityOf(1)));
    const submit = (who: LocalClient) => who.post(`entry/v1/batches/${batchId}/submit`);
    expect((await submit(second)).body["code"]).toBe("records-read");
    // Whoever assigns it is told to give it to somebody else.
    done(await keeper.post(`entry/v1/batches/${batchId}/take-back`, { reason: "giao người khác" }));
    expect((await assign(second)).body["code"]).toBe("records-read");
    const other = await person("nga", [{ role: "clerk", unitId: commune }]);
    done(await assign(other));
    done(await keyAgain(other, batchId, two, identityOf(2)));
    done(await submit(other));
    await standalone.stop();
  });

  it("is not given to whoever guesses at the first keying by what its reconciliation finds", async () => {
    const test = await furnish();
    await attachMisnamed(test);
    const { standalone, batchId, bookId, person, commune, assign, keeper } = test;
    const roles = ["clerk", "book-keeper"] as const;
    const both = (name: string) =>
      person(
        name,
        roles.map((role) => ({ role, unitId: commune })),
      );
    const [before, second] = [await both("doan-truoc"), await both("doan-sau")];
    const [{ path, body } = { path: "", body: {} }] = guesses({ bookId, batchId });
    const guess = (who: LocalClient) => who.post(path, body, undefined, '"0"');
    expect((await guess(before)).body["code"]).toBe("finding-not-standing");
    await standalone.settled();
    expect((await assign(before)).body["code"]).toBe("records-read");
    done(await assign(second));
    const asked = await guess(second);
    expect([asked.status, asked.body["code"], asked.body["errors"]]).toEqual([
      403,
      "blind-keying",
      undefined,
    ]);
    // Whoever keys none of it is told which of them is right, so that this test can fail.
    const told = await guess(keeper);
    expect(told.body["params"]).toEqual({ findings: everyDay.length - 1 });
    await standalone.stop();
  });

  it("is not given to whoever sent a workbook with its cases, whatever became of it", async () => {
    const { standalone, keeper, first, batchId, bookId, person, commune, assign } = await furnish();
    const clerk = (name: string) => person(name, [{ role: "clerk", unitId: commune }]);
    const [sender, stranger] = [await clerk("gui"), await clerk("khac")];
    const rowOf = (so: number, quyenSo: string) => {
      const texts = Object.entries({ ...firstBirth(so), quyenSo: { raw: quyenSo } });
      return Object.fromEntries(texts.map(([code, { raw }]) => [code, raw]));
    };
    const send = async (client: LocalClient, quyenSo: string) => {
      const bytes = csvOf([rowOf(1, quyenSo)]);
      const { importId, good } = await prepare(client, { unitId: commune }, "so.csv", bytes);
      done(await client.post(`entry/v1/imports/${importId}/discard`));
      return good;
    };
    // The batch was never theirs: each row is refused, and the file dropped. They have its cases.
    expect(await send(sender, "01/2008")).toBe(0);
    // A workbook of another book tells nothing of this one.
    await send(stranger, "09/2008");
    await standalone.settled();
    expect((await assign(sender)).body["code"]).toBe("import-sent");
    const { items } = done(
      await keeper.get<{ items: { id: string; barred?: string[] }[] }>(`entry/v1/batches?bookId=${bookId}`),
    );
    const { barred } = items.find(({ id }) => id === batchId) ?? {};
    expect(new Set(barred)).toEqual(new Set([first.account?.id, sender.account?.id]));
    done(await assign(stranger));
    await standalone.stop();
  });
});

interface Asked {
  /** As the published table names it. */
  readonly question: string;
  readonly status: number;
  readonly code: string;
  /** Whether the answer holds the first keyer's text. */
  readonly shows: boolean;
  /** Whether the log says that they looked, and at what. */
  readonly recorded: boolean;
}

type Params = Readonly<Record<string, string>>;

/** Streams of figures never end, and hold no record. */
const isAsked = (url: string) => !url.endsWith("/stream");

/** Papers without values of single cases by their address: their words are read. */
const isSearched = (url: string) => /minutes|handover|report/.test(url);

const shows = async ({ bytes, headers, status }: Answer, url: string): Promise<boolean> => {
  const type = String(headers["content-type"] ?? "");
  if (status < 400 && type.includes("pdf") && isSearched(url)) return (await wordsOf(bytes)).includes(secret);
  // What is packed cannot be searched: a paper or a workbook about records counts as showing them.
  if (status < 400 && /pdf|zip|spreadsheet/.test(type)) return /records|exports|imports/.test(url);
  return bytes.toString("utf8").toLowerCase().includes(secret.toLowerCase());
};

/** What an address does not answer without. */
const queries: Readonly<Record<string, string>> = {
  "review/v1/sampling-plan": "?size=100&key=1&other=4",
  "reporting/v1/keying-policy": "?recordType=KS",
  "reporting/v1/readings": "?account=:accountId",
  "reporting/v1/report.pdf": "?from=2026-01-01&to=2026-12-31",
  "reporting/v1/report.xlsx": "?from=2026-01-01&to=2026-12-31",
};

/**
 * Asks everything that can be asked: every address that answers to GET, the search, the export,
 * their own commands, and others that guess.
 */
const askEverything = async (client: LocalClient, test: TestProvince, params: Params): Promise<Asked[]> => {
  const asked: Asked[] = [];
  const looks = async () => {
    const types = ["RecordsRead", "FileRead"];
    const { events } = await test.ports.store.readAll({ after: 0, limit: 100_000, types });
    return events.filter(({ metadata }) => metadata.actor.account === client.account?.id).length;
  };
  let before = await looks();
  const note = async (question: string, answer: Answer) => {
    const after = await looks();
    asked.push({
      question,
      status: answer.status,
      code: String(answer.body["code"] ?? ""),
      shows: await shows(answer, question),
      recorded: after > before,
    });
    before = after;
  };
  const urls = test.standalone.routes.filter(({ method, url }) => method === "GET" && isAsked(url));
  for (const { url } of urls) {
    const address = url.slice("/api/".length);
    const withQuery = `${address}${queries[address] ?? ""}`;
    await note(
      `GET ${url}`,
      await client.get(withQuery.replace(/:(\w+)/g, (_, name: string) => params[name] ?? "none")),
    );
  }
  for (const by of [{ words: secret }, { number: "1" }, { bookId: params["bookId"] }]) {
    const question = `POST /api/reporting/v1/search (${Object.keys(by)[0]})`;
    await note(question, await client.post("reporting/v1/search", by));
  }
  const { batchId, recordId, bookId } = params;
  const own = { fields: identityOf(1, { nksHoTen: { raw: "Lê Văn Ba" }, meHoTen: { raw: "Lê Thị Ba" } }) };
  const batch = `entry/v1/batches/${batchId}`;
  await note("POST /api/entry/v1/batches/:batchId/check", await client.post(`${batch}/check`, own));
  const again = await client.post(`${batch}/records/${recordId}/key-again`, own);
  await note("POST /api/entry/v1/batches/:batchId/records/:recordId/key-again", again);
  const exported = await client.post("reporting/v1/exports", { bookId });
  await note("POST /api/reporting/v1/exports", exported);
  for (const { question, path, body } of guesses(params)) {
    const guess = (revision: number) => client.post(path, body, undefined, `"${revision}"`);
    const first = await guess(0);
    const { actual } = (first.body["params"] ?? {}) as { readonly actual?: number };
    // Whoever guesses guesses the revision, too.
    await note(question, actual === undefined ? first : await guess(actual));
  }
  return asked;
};

const day = (at: number) => new Date(at).toISOString().slice(0, 10).split("-").reverse().join(".");
/** Every day of the book's year: one of them stands in the first keying. */
const everyDay = Array.from({ length: 366 }, (_, at) => day(Date.UTC(2008, 0, 1 + at)));

/** What is said of a first keying without having seen it: an answer could tell whether it is so. */
const guesses = ({ bookId = "", batchId = "", recordId = "" }: Params) => {
  const reason = "như sổ gốc";
  const changes = { meHoTen: { raw: `Trần Thị ${secret}` } };
  const accepted = [{ rule: "required-missing", fields: ["meHoTen"], reason }];
  const subjects = everyDay.map((found) => `${FILE} (ngày đăng ký: 10.03.2008 – ${found})`);
  const closed = subjects.map((subject) => ({ rule: "file-name-differs", subject, reason }));
  const decisions = [{ recordId, revision: 0, field: "meHoTen", choice: "first" }];
  const decision = { number: "1/QĐ", day: "2020-01-01", issuedBy: "UBND xã" };
  const known: Params = { bookId, batchId, recordId };
  const bodies: Readonly<Record<string, object>> = {
    "entry/v1/books/:bookId/reconcile": { closed },
    "entry/v1/records/:recordId/correct": { changes, reason },
    "entry/v1/records/:recordId/let-stand": { accepted },
    "entry/v1/records/:recordId/void": { reason },
    "entry/v1/records/:recordId/annotate": { text: "Cải chính theo quyết định", decision },
    "entry/v1/batches/:batchId/discrepancies/resolve": { decisions },
    "entry/v1/batches/:batchId/finish-arbitration": {},
    "review/v1/corrections": { recordId, changes, reason },
    "review/v1/lots/preview": { batchIds: [batchId] },
    "review/v1/handovers/:bookId/accept": {},
    "reporting/v1/exports (recordIds)": { bookId, recordIds: [recordId] },
  };
  return Object.entries(bodies).map(([address, body]) => ({
    question: `POST /api/${address}`,
    path: address.replace(/ .*/, "").replace(/:(\w+)/g, (_, name: string) => known[name] ?? "none"),
    body,
  }));
};

const shownTo = (asked: readonly Asked[]) => asked.filter((one) => one.shows).map(({ question }) => question);

/** What somebody was shown without a word in the log. */
const unrecorded = (asked: readonly Asked[]) =>
  asked.filter((one) => one.shows && !one.recorded).map(({ question }) => question);

const say = ({ status, code, shows: shown, recorded }: Asked) => {
  if (shown) return recorded ? "sees it, which is recorded" : "sees it";
  return status < 400 ? "nothing of it" : `refused (${code})`;
};

const paramsOf = (test: Awaited<ReturnType<typeof furnish>>): Params => ({
  bookId: test.bookId,
  batchId: test.batchId,
  recordId: test.recordIds[0] ?? "",
  unitId: test.commune,
  code: "KS",
  accountId: test.first.account?.id ?? "",
  importId: test.importId,
});

describe("the second keyer", () => {
  it("learns of the first keying by no address, not even with every other role", async () => {
    const test = await furnish(`UBND xã ${secret}`);
    const { second, admin, commune, assign, bookId, standalone, person } = test;
    await attachMisnamed(test);
    const around = await surround(test);
    done(await assign(second));
    expect(shownTo(await askEverything(second, test, { ...paramsOf(test), ...around }))).toEqual([]);

    // Roles given to them afterwards open nothing either, as long as they key.
    const working = Role.options.filter((one) => one !== "auditor");
    for (const role of working.filter((one) => one !== "clerk")) {
      const grant = { role, unitId: commune };
      done(await admin.post(`accounts/v1/accounts/${second.account?.id}/roles`, grant));
    }
    const everything = await person("moi-vai", [...working.map((role) => ({ role, unitId: commune }))]);
    const auditor = await person("thanh-tra", [{ role: "auditor", unitId: commune }]);
    const mightier = await test.signInAgain("hoa");
    // An export that somebody else made is there to be taken away.
    const { exportId } = done(
      await everything.post<{ exportId: string }>("reporting/v1/exports", { bookId }),
    );
    const phase = async () =>
      done(await everything.get<{ phase: string }>(`reporting/v1/exports/${exportId}`)).phase;
    await expect.poll(phase).toBe("finished");
    const other = await person("duyet-xuat", [{ role: "acceptor", unitId: commune }]);
    done(await other.post(`reporting/v1/exports/${exportId}/approve`));
    const params = { ...paramsOf(test), ...around, exportId };
    const blind = await askEverything(mightier, test, params);
    expect(shownTo(blind)).toEqual([]);

    // The same questions show it to somebody else, so that this test can fail.
    const audited = await askEverything(auditor, test, params);
    const sighted = (await askEverything(everything, test, params)).map((one, at) =>
      one.code === "forbidden-role" ? (audited[at] ?? one) : one,
    );
    expect(unrecorded(sighted)).toEqual([]);
    // Each address was asked about something that is there; a new one has to be as well.
    const ofNothing = sighted.filter(({ question, code }) => {
      return question.startsWith("GET") && /unknown$|^invalid-request$/.test(code);
    });
    expect(ofNothing).toEqual([]);
    expect(shownTo(sighted)).toEqual(
      expect.arrayContaining([
        "GET /api/entry/v1/imports/:importId/preview",
        "GET /api/entry/v1/imports/:importId/errors.xlsx",
        "GET /api/entry/v1/exchanges",
        "GET /api/entry/v1/batches/:batchId/records",
        "GET /api/entry/v1/records/:recordId",
        "GET /api/reporting/v1/exports/:exportId/workbook.xlsx",
        "GET /api/reporting/v1/records/:recordId",
        "GET /api/reporting/v1/records/:recordId/events",
        "GET /api/reporting/v1/records/:recordId/look-up-sheet.pdf",
        "POST /api/reporting/v1/search (words)",
        "POST /api/reporting/v1/search (bookId)",
        "GET /api/reporting/v1/books/:bookId/reconciliation",
        "GET /api/reporting/v1/lots/:lotId/minutes.pdf",
        "GET /api/review/v1/handovers/:bookId",
      ]),
    );
    await publish(
      sighted.map((one, at) => {
        const own = blind[at];
        return `| \`${one.question}\` | ${own ? say(own) : ""} | ${say(one)} |`;
      }),
    );
    await standalone.stop();
  });

  it("cannot look before their turn either: a clerk sees what they keyed themselves", async () => {
    const test = await furnish();
    const { second, first, standalone } = test;
    expect(shownTo(await askEverything(second, test, paramsOf(test)))).toEqual([]);
    expect(shownTo(await askEverything(first, test, paramsOf(test)))).toContain(
      "GET /api/entry/v1/batches/:batchId/records",
    );
    await standalone.stop();
  });
});

const publish = async (lines: readonly string[]) => {
  const table = [
    "# Nhập lần hai không thấy lần một / The second keying is blind",
    "",
    "Made and checked by `tests/system/double-keying.spec.ts` (`UPDATE_TABLES=1 npm test` writes it anew): every address that",
    "answers to GET, the search, an export, the second keyer's own commands, and commands that say something of a case so that",
    "their answer could tell whether it is so, asked while a batch is keyed a second time",
    "and holds a text that only the first keying has. Both people hold every role in the commune but the auditor's; one of them has the",
    "second keying, and what is the auditor's alone an auditor asks. Papers and workbooks about records count as showing them; whatever shows it is recorded as a reading.",
    "",
    "| asked | who keys it a second time | somebody else |",
    "| --- | --- | --- |",
    ...lines,
    "",
  ].join("\n");
  if (process.env["UPDATE_TABLES"]) await writeFile(TABLE, table);
  expect(table).toBe(await readFile(TABLE, "utf8"));
};
