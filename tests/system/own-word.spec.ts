import { createPagePdf } from "@sogoc/files";
import { expect, it } from "vitest";
import { type Answer, done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { oneOfEach } from "../support/one-of-each.ts";
import { birthFields, startTestProvince } from "../support/test-province.ts";

const OFFICE = "UBND xã Mai Lâm";
const pdf = (title: string) => createPagePdf({ title, fields: [] });
const scanName = (so: number) => `KS.2008.01.2008-03-17.0${so}.pdf`;

interface Wanted {
  /** What the inventory says of the book. */
  readonly book?: object;
  /** Whether the one who accepts has registered it. */
  readonly registeredByAcceptor?: boolean;
  /** Cases that the keeper attaches a scan of. */
  readonly scanned?: readonly number[];
  readonly acceptance?: "lot" | "share";
  /** The last number of the batch; left out, it is of the whole book. */
  readonly to?: number;
}

/** Four cases, keyed, submitted and found right; somebody keeps the book and accepts as well. */
const furnish = async ({ book, registeredByAcceptor, scanned = [], acceptance = "share", to }: Wanted) => {
  const test = await startTestProvince();
  const { commune, person, standalone } = test;
  const { keeper, clerk, checker, acceptor } = await oneOfEach(test);
  const both = await person("hai-vai", [
    { role: "book-keeper", unitId: commune },
    { role: "acceptor", unitId: commune },
    { role: "clerk", unitId: commune },
  ]);
  const registered = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: OFFICE, ...book };
  const { bookId } = done(
    await (registeredByAcceptor ? both : keeper).post<{ bookId: string }>("entry/v1/books", registered),
  );
  const path = `entry/v1/books/${bookId}`;
  const scan = async (who: LocalClient, so: number) =>
    done(await who.upload(`${path}/scans`, scanName(so), pdf(`số ${so}`)));
  for (const so of scanned) await scan(keeper, so);
  const policy = { acceptance };
  const { batchId } = done(
    await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId, to, policy }),
  );
  done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
  for (const so of [1, 2, 3, 4])
    done(await clerk.post(`entry/v1/batches/${batchId}/records`, { fields: birthFields(so) }));
  done(await clerk.post(`entry/v1/batches/${batchId}/submit`));
  await standalone.settled();
  const lot =
    acceptance === "lot"
      ? done(await acceptor.post<{ lotId: string }>("review/v1/lots", { batchIds: [batchId] })).lotId
      : undefined;
  await standalone.settled();
  /** Looks at everything that is to be looked at now. */
  const check = async () => {
    await standalone.settled();
    const { items } = done(
      await checker.get<{ items: { id: string; sample: { recordId: string; checked: boolean }[] }[] }>(
        "review/v1/reviews",
      ),
    );
    const [review] = items;
    for (const { recordId, checked } of review?.sample ?? []) {
      if (checked) continue;
      const sampled = `review/v1/reviews/${review?.id}/records/${recordId}`;
      const { revision } = done(await checker.get<{ revision: number }>(sampled));
      done(await checker.post(`${sampled}/check`, { recordRevision: revision, marks: [] }));
    }
    return review?.id;
  };
  const accept = async (who: LocalClient): Promise<Answer> => {
    const reviewId = await check();
    return lot === undefined
      ? who.post(`review/v1/reviews/${reviewId}/accept`)
      : who.post(`review/v1/lots/${lot}/decide`, { verdict: "accepted", reason: "Đạt" });
  };
  /** What the page of the verdict says to somebody before they click anything. */
  const barredFrom = async (who: LocalClient): Promise<{ accepting?: object; returning?: object }> => {
    const at = lot === undefined ? `reviews/${await check()}/standing` : `lots/${lot}`;
    return done(await who.get<{ barred: object }>(`review/v1/${at}`)).barred;
  };
  return { ...test, accept, acceptor, barredFrom, both, bookId, keeper, path, scan };
};

type Book = Awaited<ReturnType<typeof furnish>>;

const toldBy = ({ body }: { readonly body: object }) => {
  const { code, errors = [] } = body as { code?: string; errors?: { detail: string }[] };
  return { code, details: errors.map(({ detail }) => detail).join(" ") };
};

interface Way {
  readonly wanted: Wanted;
  /** What a finding is brought about with, before anybody accepts. */
  readonly before?: (book: Book) => Promise<unknown>;
  /** By which whoever accepts makes it go. */
  readonly act?: (book: Book) => Promise<unknown>;
  readonly told: string;
}

/** Another book of the number, under an office that is the same but for its spelling. */
const otherBook = async ({ keeper, commune, standalone }: Book) => {
  const other = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND phường Khác" };
  const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", other));
  const path = `entry/v1/books/${bookId}/details`;
  done(await keeper.post(path, { office: "UBND xã Mai Lam", reason: "theo bìa sổ" }));
  await standalone.settled();
  return path;
};

const openBatch = async ({ bookId }: Book, who: LocalClient, from: number, to: number): Promise<string> =>
  done(await who.post<{ batchId: string }>("entry/v1/batches", { bookId, from, to })).batchId;

let otherPath = "";
const ways: Readonly<Record<string, Way>> = {
  "another office of the other book": {
    wanted: {},
    before: async (book) => {
      otherPath = await otherBook(book);
    },
    act: async ({ both }) =>
      done(await both.post(otherPath, { office: "UBND xã Mai Lâm cũ", reason: "theo bìa" })),
    told: "nơi đăng ký “UBND xã Mai Lâm cũ” (của sổ cùng số)",
  },
  "another office of this book": {
    wanted: {},
    before: otherBook,
    act: async ({ both, keeper, path, bookId, standalone }) => {
      done(await both.post(`${path}/details`, { office: "UBND xã Mai Lâm cũ", reason: "theo bìa" }));
      await standalone.settled();
      // Its cases still name the other one; whoever keeps the book says why.
      const { findings } = done(
        await keeper.get<{ findings: { rule: string; subject: string }[] }>(
          `reporting/v1/books/${bookId}/reconciliation`,
        ),
      );
      const closed = findings
        .filter(({ rule }) => rule === "office-differs-from-book")
        .map(({ rule, subject }) => ({ rule, subject, reason: "cùng một xã" }));
      expect(closed).toHaveLength(1);
      done(await keeper.post(`${path}/reconcile`, { closed }));
    },
    told: "nơi đăng ký “UBND xã Mai Lâm cũ” (của sổ này)",
  },
  "the office that its cases name": {
    wanted: { book: { office: "UBND xã Bình An" } },
    act: async ({ both, path }) =>
      done(await both.post(`${path}/details`, { office: OFFICE, reason: "theo bìa sổ" })),
    told: "nơi đăng ký “UBND xã Mai Lâm” (của sổ này)",
  },
  "the office at the registration": {
    wanted: { registeredByAcceptor: true },
    told: "nơi đăng ký “UBND xã Mai Lâm” (của sổ này)",
  },
  "pages that fit": {
    wanted: { book: { pages: 5 }, scanned: [1, 2, 3, 4] },
    act: async ({ both, path }) => done(await both.post(`${path}/details`, { pages: 4, reason: "đếm lại" })),
    told: "số trang (4)",
  },
  "any scan of the whole book": {
    wanted: { book: { pages: 5 }, scanned: [1, 2, 3, 4] },
    act: async ({ both, path }) =>
      done(await both.upload(`${path}/scans?wholeBook=true`, "tam.pdf", pdf("bất kỳ"))),
    told: "ảnh quét (cả quyển)",
  },
  "scans of the cases that have none": {
    wanted: { scanned: [1] },
    act: async ({ both, scan }) => {
      for (const so of [2, 3, 4]) await scan(both, so);
    },
    told: "ảnh quét (số 2, 3, 4)",
  },
  "a count at the registration": {
    wanted: { book: { expectedCases: 4 }, registeredByAcceptor: true },
    told: "số trường hợp (4)",
  },
  "a batch of what is missing": {
    wanted: { book: { expectedCases: 6 }, to: 4 },
    act: async (book) => openBatch(book, book.both, 5, 6),
    told: "lô nhập số 5–6 do bạn mở",
  },
  "taking the batch of what is missing": {
    wanted: { book: { expectedCases: 6 }, to: 4 },
    act: async (book) => {
      const batchId = await openBatch(book, book.keeper, 5, 6);
      done(await book.both.post(`entry/v1/batches/${batchId}/assign`, { accountId: book.both.account?.id }));
    },
    told: "lô nhập số 5–6 do bạn mở hoặc tự nhận",
  },
};

it.each(Object.keys(ways).flatMap((way) => [[way, "share"] as const, [way, "lot"] as const]))(
  "who brings a finding to vanish by %s does not accept (%s), and hears by what",
  async (name, acceptance) => {
    const way = ways[name];
    if (!way) throw new Error(name);
    const book = await furnish({ ...way.wanted, acceptance });
    const { accept, acceptor, both, standalone } = book;
    await way.before?.(book);
    await standalone.settled();
    if (way.act) expect(toldBy(await accept(both)).code).toBe("reconciliation-open");
    await way.act?.(book);
    await standalone.settled();
    const { accepting = {}, returning } = await book.barredFrom(both);
    const refused = toldBy(await accept(both));
    expect(refused.code).toBe("closed-by-yourself");
    expect(refused.details).toContain(way.told);
    expect(toldBy({ body: accepting })).toEqual(refused);
    expect(returning).toBeUndefined();
    expect(await book.barredFrom(acceptor)).toEqual({});
    done(await accept(acceptor));
    await standalone.stop();
  },
);

it("what somebody else has said again is no longer one's own, and a keeper who accepts nothing changes nothing", async () => {
  const book = await furnish({ book: { expectedCases: 4 }, registeredByAcceptor: true });
  const { accept, both, keeper, path, standalone } = book;
  expect(toldBy(await accept(both)).code).toBe("closed-by-yourself");
  done(await keeper.post(`${path}/details`, { expectedCases: 4, office: OFFICE, reason: "đã đếm lại" }));
  await standalone.settled();
  done(await accept(both));
  await standalone.stop();
});

it("a batch of one number does not postpone that two are missing, whoever opened it", async () => {
  const book = await furnish({ book: { expectedCases: 6 }, to: 4 });
  const { accept, acceptor, keeper, standalone } = book;
  await openBatch(book, keeper, 5, 5);
  await standalone.settled();
  expect(toldBy(await accept(acceptor)).code).toBe("reconciliation-open");
  await openBatch(book, keeper, 6, 6);
  await standalone.settled();
  done(await accept(acceptor));
  await standalone.stop();
});
