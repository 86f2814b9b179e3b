import { createPagePdf } from "@sogoc/files";
import { expect, it } from "vitest";
import { done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { acceptedBook } from "../support/accepted-book.ts";
import { besideVerdict } from "../support/beside-verdict.ts";
import { eventsOf } from "../support/decided-lot.ts";
import { oneOfEach } from "../support/one-of-each.ts";
import { birthFields, startTestProvince } from "../support/test-province.ts";

const nameOf = (so: number) => `KS.2008.01.2008-03-17.0${so}.pdf`;
const pdf = (title: string) => createPagePdf({ title, fields: [] });
const codeOf = ({ body }: { readonly body: object }) => (body as { code?: string }).code;

interface Asked {
  readonly exchangeId: string;
}
interface Listed {
  readonly items: readonly {
    readonly id: string;
    readonly status: string;
    readonly own: boolean;
    readonly bookNumber: string;
    readonly decidedByName?: string;
    readonly declineReason?: string;
  }[];
}

const furnish = async () => {
  const book = await acceptedBook();
  await book.accept();
  await book.standalone.settled();
  const { bookId, keeper } = book;
  const path = `entry/v1/books/${bookId}`;
  const ask = (so: number, title: string, why = "unreadable") =>
    keeper.upload<Asked>(`${path}/scan-exchanges?why=${why}`, nameOf(so), pdf(title));
  const decide = (by: LocalClient, id: string, reason?: string) =>
    by.post(
      `${path}/exchanges/${id}/${reason === undefined ? "approve" : "decline"}`,
      reason ? { reason } : {},
    );
  const scanOf = async (so: number) => {
    await book.standalone.settled();
    const { items } = done(await keeper.get<{ items: { id: string }[] }>(`${path}/scans?number=${so}`));
    return items[0]?.id;
  };
  const storyOf = async (recordId: string) => {
    await book.standalone.settled();
    const auditor = await book.person(`thanh-tra-${recordId.slice(0, 4)}`, [
      { role: "auditor", unitId: book.commune },
    ]);
    const history = `reporting/v1/records/${recordId}/history`;
    const { items } = done(await auditor.get<{ items: { type: string; what: { vi: string } }[] }>(history));
    return items;
  };
  return { ...book, path, ask, decide, scanOf, storyOf };
};

it("another scan of an accepted case is asked for by one person and attached by the word of another", async () => {
  const book = await furnish();
  const { keeper, acceptor, clerk, recordIds, path, ask, decide, scanOf, storyOf, standalone } = book;
  const before = await scanOf(1);
  // Alone it does not go, neither by replacing nor by asking for nothing.
  const direct = await keeper.upload<{ files: { reason: string }[] }>(
    `${path}/scans?replace=true`,
    nameOf(1),
    pdf("quét lại"),
  );
  expect(done(direct).files).toMatchObject([{ outcome: "refused", reason: "accepted-case" }]);
  const { exchangeId } = done(await ask(1, "quét lại"));
  expect(codeOf(await ask(1, "quét lần ba"))).toBe("exchange-waiting");
  expect(await scanOf(1)).toBe(before);
  expect(codeOf(await decide(keeper, exchangeId))).toBe("forbidden-role");
  expect(codeOf(await decide(clerk, exchangeId))).toBe("forbidden-role");

  const listed = done(await acceptor.get<Listed>("entry/v1/exchanges?status=waiting")).items;
  expect(listed).toMatchObject([{ id: exchangeId, own: false, number: "1", bookNumber: "01/2008" }]);
  expect(
    (await acceptor.get(`${path}/exchanges/${exchangeId}/content`)).bytes.subarray(0, 5).toString(),
  ).toBe("%PDF-");
  done(await decide(acceptor, exchangeId));
  expect(codeOf(await decide(acceptor, exchangeId))).toBe("exchange-decided");
  const after = await scanOf(1);
  expect(after).not.toBe(before);
  const [first = "", second = ""] = recordIds;
  const told = (await storyOf(first)).map(({ type, what }) => [type, what.vi]);
  expect(told).toEqual(
    expect.arrayContaining([
      ["ScanExchangeRequested", "Đề nghị thay ảnh quét: ảnh cũ không đọc được."],
      ["ScanAttached", "Duyệt thay ảnh quét do Người thu đề nghị."],
    ]),
  );
  // Of the other cases nothing is told, and nothing of how the first scan came.
  expect((await storyOf(second)).filter(({ type }) => type.startsWith("Scan"))).toEqual([]);
  await standalone.stop();
});

it("a request is declined with a reason, and an outdated one is not carried out", async () => {
  const { keeper, acceptor, ask, decide, scanOf, person, commune, path, standalone } = await furnish();
  const before = await scanOf(2);
  const first = done(await ask(2, "quét lại", "wrong-page")).exchangeId;
  done(await decide(acceptor, first, "Ảnh mới mờ hơn"));
  expect(await scanOf(2)).toBe(before);
  const { items } = done(await keeper.get<Listed>("entry/v1/exchanges"));
  expect(items).toMatchObject([{ status: "declined", declineReason: "Ảnh mới mờ hơn", own: true }]);
  // Nobody decides what they asked for themselves, in whatever role.
  const both = await person("ca-hai", [
    { role: "book-keeper", unitId: commune },
    { role: "acceptor", unitId: commune },
  ]);
  const own = await both.upload<Asked>(`${path}/scan-exchanges?why=incomplete`, nameOf(2), pdf("đủ trang"));
  expect(codeOf(await decide(both, done(own).exchangeId))).toBe("exchange-of-yourself");
  expect(codeOf(await decide(acceptor, "khong-co"))).toBe("exchange-unknown");
  // What has none needs nobody's word.
  expect(codeOf(await ask(9, "chưa có"))).toBe("exchange-needless");
  await standalone.stop();
});

/** Nine cases, accepted beside the scan of the whole book; the tenth number has no case. */
const beside = async () => {
  const test = await startTestProvince();
  const { commune, standalone } = test;
  const { keeper, clerk, checker, acceptor } = await oneOfEach(test);
  const book = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
  const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
  const path = `entry/v1/books/${bookId}`;
  const scans = (name: string, title: string, query = "") =>
    keeper.upload<{ files: { outcome: string; reason?: string }[] }>(
      `${path}/scans${query}`,
      name,
      pdf(title),
    );
  done(await scans("quyen.pdf", "cả quyển", "?wholeBook=true"));
  const range = { bookId, from: 1, to: 9 };
  const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", range));
  done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
  const key = async (body: object) =>
    done(await clerk.post<{ recordId: string }>(`entry/v1/batches/${batchId}/records`, body)).recordId;
  const accept = async () => {
    done(await clerk.post(`entry/v1/batches/${batchId}/submit`));
    await standalone.settled();
    const findings = done(
      await keeper.get<{ findings: { rule: string; subject: string }[] }>(
        `reporting/v1/books/${bookId}/reconciliation`,
      ),
    ).findings.map(({ rule, subject }) => ({ rule, subject, reason: "như sổ" }));
    if (findings.length > 0) done(await keeper.post(`${path}/reconcile`, { closed: findings }));
    await standalone.settled();
    const { items } = done(
      await checker.get<{ items: { id: string; sample: { recordId: string }[] }[] }>("review/v1/reviews"),
    );
    const review = `review/v1/reviews/${items[0]?.id}`;
    for (const { recordId } of items[0]?.sample ?? []) {
      const sampled = `${review}/records/${recordId}`;
      const { revision } = done(await checker.get<{ revision: number }>(sampled));
      done(await checker.post(`${sampled}/check`, { recordRevision: revision, marks: [] }));
    }
    done(await acceptor.post(`${review}/accept`));
    await standalone.settled();
  };
  return { ...test, acceptor, accept, bookId, keeper, key, path, scans };
};

const outcomeOf = (sent: Awaited<ReturnType<Awaited<ReturnType<typeof beside>>["scans"]>>) => {
  const [file] = done(sent).files;
  return file?.reason ?? file?.outcome;
};

it("an accepted case that the scan of the whole book shows gets its own by two people", async () => {
  const { acceptor, accept, keeper, key, path, scans, standalone } = await beside();
  for (const so of [1, 2, 3]) await key({ fields: birthFields(so) });
  expect(outcomeOf(await scans(nameOf(1), "số một"))).toBe("attached");
  await accept();
  const whole = "?wholeBook=true&replace=true";
  expect(outcomeOf(await scans("quyen.pdf", "quyển khác", whole))).toBe("accepted-case");
  expect(outcomeOf(await scans(nameOf(2), "trang khác hẳn"))).toBe("accepted-case");
  expect(outcomeOf(await scans(nameOf(2), "trang khác hẳn", "?replace=true"))).toBe("accepted-case");
  // A number without a case is nobody's: its scan is there before the case is keyed.
  expect(outcomeOf(await scans(nameOf(5), "số năm"))).toBe("attached");

  const ask = keeper.upload<Asked>(`${path}/scan-exchanges?why=unreadable`, nameOf(2), pdf("rõ hơn"));
  const { exchangeId } = done(await ask);
  await standalone.settled();
  const { items } = done(await acceptor.get<{ items: { replaces: string }[] }>("entry/v1/exchanges"));
  const there = await acceptor.get(`entry/v1/scans/${items[0]?.replaces}/content`);
  expect(there.bytes.subarray(0, 5).toString()).toBe("%PDF-");
  done(await acceptor.post(`${path}/exchanges/${exchangeId}/approve`, {}));
  await standalone.settled();
  const all = done(await keeper.get<{ items: { kind: string; number?: string }[] }>(`${path}/scans`)).items;
  expect(all.map(({ kind, number }) => number ?? kind).toSorted()).toEqual(["1", "2", "5", "whole-book"]);
  // From then on it is its own that is exchanged.
  expect(outcomeOf(await scans(nameOf(2), "lần nữa", "?replace=true"))).toBe("accepted-case");
  await standalone.stop();
});

it.each(["open", "withdrawn"])(
  "the scan of an accepted second case stays where a batch of second cases is %s",
  async (state) => {
    const { accept, bookId, keeper, key, path, scans, standalone } = await beside();
    for (const so of [1, 2, 3]) await key({ fields: birthFields(so) });
    const twin = { ...birthFields(3), nksHoTen: { raw: "Nguyễn Thị Bê" } };
    await key({ fields: twin, duplicate: { suffix: "b", reason: "hai trường hợp cùng số" } });
    const name = "KS.2008.01.2008-03-17.03b.pdf";
    expect(outcomeOf(await scans(name, "số ba b"))).toBe("attached");
    await accept();
    const swap = () => scans(name, "trang khác hẳn", "?replace=true");
    expect(outcomeOf(await swap())).toBe("accepted-case");
    const more = { bookId, from: 3, to: 3, secondCases: true };
    const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", more));
    if (state === "withdrawn")
      done(await keeper.post(`entry/v1/batches/${batchId}/withdraw`, { reason: "mở nhầm" }));
    await standalone.settled();
    expect(outcomeOf(await swap())).toBe("accepted-case");
    const ask = await keeper.upload<Asked>(`${path}/scan-exchanges?why=unreadable`, name, pdf("rõ hơn"));
    expect(ask.status).toBe(201);
    await standalone.stop();
  },
);

it("the office of an accepted book is changed by two people", async () => {
  const { keeper, acceptor, path, decide, recordIds, storyOf, standalone } = await furnish();
  const office = "UBND xã Mai Lâm, huyện Thanh Lâm";
  const reason = "theo bìa sổ";
  expect(codeOf(await keeper.post(`${path}/details`, { office, reason }))).toBe("book-accepted");
  const ask = (wanted: string) => keeper.post<Asked>(`${path}/office-exchanges`, { office: wanted, reason });
  expect(codeOf(await ask("UBND xã Mai Lâm"))).toBe("exchange-needless");
  const { exchangeId } = done(await ask(office));
  await standalone.settled();
  // The cases name the same office, as far as they say where it is: the reconciliation agrees.
  const waiting = async () =>
    done(
      await acceptor.get<{ items: { otherOffices: number; findings: object[] }[] }>(
        "entry/v1/exchanges?status=waiting",
      ),
    ).items;
  expect(await waiting()).toMatchObject([{ what: "office", office, otherOffices: 0, findings: [] }]);
  expect(codeOf(await ask("UBND xã Khác"))).toBe("exchange-waiting");
  done(await decide(acceptor, exchangeId));
  await standalone.settled();
  expect(done(await keeper.get<{ office: string }>(path)).office).toBe(office);
  const story = await storyOf(recordIds[0] ?? "");
  expect(story.map(({ what }) => what.vi)).toEqual(
    expect.arrayContaining([
      `Đề nghị đổi nơi đăng ký của sổ thành “${office}”.`,
      `Duyệt đổi nơi đăng ký của sổ thành “${office}” do Người thu đề nghị.`,
    ]),
  );
  await standalone.stop();
});

it.each([
  ["UBND xã Khác", "office-differs-from-book", 3],
  ["UBND thị trấn Mai Lâm", "office-not-there", 0],
])(
  "who decides on the office %s reads what the reconciliation says of it afterwards",
  async (office, rule, count) => {
    const { admin, keeper, acceptor, path, bookId, commune, decide, standalone } = await furnish();
    const renamed = { name: "Thị trấn Mai Lâm", from: "2011-05-01" };
    done(await admin.post(`accounts/v1/units/${commune}/rename`, renamed));
    await standalone.settled();
    const { exchangeId } = done(
      await keeper.post<Asked>(`${path}/office-exchanges`, { office, reason: "theo bìa sổ" }),
    );
    await standalone.settled();
    interface Told {
      readonly findings: readonly { readonly rule: string; readonly messageVi: string }[];
    }
    const { items } = done(
      await acceptor.get<{ items: (Told & { otherOffices: number })[] }>("entry/v1/exchanges?status=waiting"),
    );
    expect(items).toMatchObject([{ otherOffices: count, findings: [{ rule }] }]);
    done(await decide(acceptor, exchangeId));
    await standalone.settled();
    const { findings } = done(await keeper.get<Told>(`reporting/v1/books/${bookId}/reconciliation`));
    expect(findings.map(({ messageVi }) => messageVi)).toEqual(
      items[0]?.findings.map(({ messageVi }) => messageVi),
    );
    await standalone.stop();
  },
);

it("an office that is changed beside the acceptance stays what was accepted, and waits for a second person", async () => {
  const { moment, store } = besideVerdict("BatchAccepted");
  const book = await acceptedBook(undefined, { store });
  const { keeper, acceptor, bookId, checkSample, ports, standalone } = book;
  const review = await checkSample();
  const path = `entry/v1/books/${bookId}`;
  const change = { office: "UBND xã Bình An", reason: "Theo bìa sổ" };
  moment.act = async () => done(await keeper.post(`${path}/details`, change));
  done(await acceptor.post(`${review}/accept`));
  await standalone.settled();
  const [accepted] = await eventsOf(ports, "BatchAccepted");
  expect(accepted?.["bookCounts"]).toMatchObject({ office: "UBND xã Mai Lâm" });
  expect(done(await keeper.get(path))).toMatchObject({ office: "UBND xã Mai Lâm" });
  const { items } = done(await acceptor.get<Listed>("entry/v1/exchanges"));
  expect(items).toMatchObject([{ status: "waiting", office: "UBND xã Bình An", before: "UBND xã Mai Lâm" }]);
  done(await acceptor.post(`${path}/exchanges/${items[0]?.id}/approve`));
  await standalone.settled();
  expect(done(await keeper.get(path))).toMatchObject({ office: "UBND xã Bình An" });
  expect(codeOf(await keeper.post(`${path}/details`, { ...change, office: "UBND xã Mai Hạ" }))).toBe(
    "book-accepted",
  );
  await standalone.stop();
});

it("nobody decides what shows cases that they keyed, whatever they are now: the scan, nor the office", async () => {
  const book = await furnish();
  const { admin, acceptor, clerk, commune, keeper, path, ask, decide, signInAgain, standalone } = book;
  const grant = { role: "acceptor", unitId: commune };
  done(await admin.post(`accounts/v1/accounts/${clerk.account?.id}/roles`, grant));
  await standalone.settled();
  const promoted = await signInAgain("nam");
  const { exchangeId } = done(await ask(1, "quét lại"));
  expect(codeOf(await decide(promoted, exchangeId))).toBe("cases-made-by-yourself");
  expect(codeOf(await decide(promoted, exchangeId, "không cần"))).toBe("cases-made-by-yourself");
  const office = { office: "UBND phường Khác", reason: "ghi nhầm" };
  const asked = done(await keeper.post<Asked>(`${path}/office-exchanges`, office));
  expect(codeOf(await decide(promoted, asked.exchangeId))).toBe("cases-made-by-yourself");
  const code = "cases-made-by-yourself";
  const listed = (who: typeof promoted) => who.get<{ items: object[] }>("entry/v1/exchanges?status=waiting");
  expect(done(await listed(promoted)).items).toMatchObject([{ barred: { code } }, { barred: { code } }]);
  for (const one of done(await listed(acceptor)).items) expect(one).not.toHaveProperty("barred");
  done(await decide(acceptor, exchangeId));
  done(await decide(acceptor, asked.exchangeId));
  await standalone.stop();
});
