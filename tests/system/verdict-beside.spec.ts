import { createPagePdf } from "@sogoc/files";
import { expect, it } from "vitest";
import { done } from "../../apps/standalone/src/local-client.ts";
import { acceptedBook, answer } from "../support/accepted-book.ts";
import { besideVerdict } from "../support/beside-verdict.ts";

type Book = Awaited<ReturnType<typeof acceptedBook>>;

interface Standing {
  readonly findings: readonly { rule: string; closed: string | null; awaits: boolean; late?: boolean }[];
}
interface Owing {
  readonly status: string;
  readonly supplement: readonly object[];
  readonly ready: { readonly openFindings: number; readonly findings: readonly { messageVi: string }[] };
}

const countAnew = ({ keeper, bookId }: Book) =>
  keeper.post(`entry/v1/books/${bookId}/details`, { expectedCases: 9, reason: "đếm lại" });

/** The first acceptance, by the batch or by a lot. */
const accept = async (book: Book, way: "share" | "lot") => {
  const { acceptor, batchId, checkSample, standalone } = book;
  if (way === "share") return acceptor.post(`${await checkSample()}/accept`);
  const { lotId } = done(await acceptor.post<{ lotId: string }>("review/v1/lots", { batchIds: [batchId] }));
  await standalone.settled();
  await checkSample();
  return acceptor.post(`review/v1/lots/${lotId}/decide`, { verdict: "accepted", reason: "Đạt" });
};

const standingOf = async ({ keeper, bookId, standalone }: Book) => {
  await standalone.settled();
  return done(await keeper.get<Standing>(`reporting/v1/books/${bookId}/reconciliation`)).findings;
};

const owed = { rule: "cases-expected-differ", closed: null, awaits: false, late: true };

it.each([
  ["share", "BatchAccepted"],
  ["lot", "LotDecided"],
] as const)(
  "what the inventory says beside an acceptance (%s) is owed, is told as late, and keeps the book from going out",
  async (way, verdict) => {
    const { moment, store } = besideVerdict(verdict);
    const book = await acceptedBook(undefined, { store }, { acceptance: way });
    const { keeper, manager, acceptor, bookId, makePackage, path, standalone } = book;
    moment.act = async () => done(await countAnew(book));
    done(await accept(book, way));
    expect(await standingOf(book)).toMatchObject([owed]);
    const ledger = done(await manager.get<Owing>(path));
    expect(ledger.ready.openFindings).toBe(1);
    expect(ledger.ready.findings[0]?.messageVi).toContain("Khi sổ được nghiệm thu thì chưa có chỗ này");
    const exportId = await makePackage();
    const refused = await manager.post<{ code?: string }>(`${path}/packages`, { exportId });
    expect(refused.body.code).toBe("reconciliation-open");
    // Whoever accepted does not let it go; somebody else says why it is so.
    const closed = [{ rule: "cases-expected-differ", subject: "9/3", reason: "như sổ" }];
    const close = (who: typeof keeper) => who.post(`entry/v1/books/${bookId}/reconcile`, { closed });
    expect((await close(acceptor)).status).toBe(403);
    done(await close(keeper));
    expect(await standingOf(book)).toMatchObject([{ closed: "như sổ" }]);
    done(await manager.post(`${path}/packages`, { exportId, because: "Kiểm kê đếm thừa" }));
    await standalone.stop();
  },
);

const loaded = async (book: Book) => {
  const { manager, makePackage, path, standalone } = book;
  done(await accept(book, "share"));
  await standalone.settled();
  done(await manager.post(`${path}/packages`, { exportId: await makePackage() }));
  await standalone.settled();
  done(await answer(manager, path, ["1,Thành công,", "2,Thành công,", "3,Thành công,"]));
  await standalone.settled();
};

it("what comes beside the second acceptance stands on its page, and is not lost", async () => {
  const { moment, store } = besideVerdict("HandoverAccepted");
  const book = await acceptedBook(undefined, { store });
  const { acceptor, manager, path, recordIds, standalone } = book;
  await loaded(book);
  const decision = { number: "12/QĐ-UBND", day: "2026-02-03", issuedBy: "UBND xã Mai Lâm" };
  const note = { text: "Cải chính họ mẹ", decision };
  moment.act = async () => {
    done(await countAnew(book));
    done(await manager.post(`entry/v1/records/${recordIds[1]}/annotate`, note));
  };
  done(await acceptor.post(`${path}/accept`));
  expect(await standingOf(book)).toMatchObject([owed]);
  expect(done(await manager.get<Owing>(path))).toMatchObject({
    status: "accepted",
    supplement: [{ number: "2", kind: "change" }],
    ready: { openFindings: 1 },
  });
  await standalone.stop();
});

it.each([
  ["share", "BatchAccepted"],
  ["lot", "LotDecided"],
] as const)(
  "a scan that is replaced beside an acceptance (%s) stays what was accepted, and waits for a second person",
  async (way, verdict) => {
    const { moment, store } = besideVerdict(verdict);
    const book = await acceptedBook(undefined, { store }, { acceptance: way });
    const { keeper, acceptor, bookId, standalone } = book;
    const path = `entry/v1/books/${bookId}`;
    const scanOf = async () => {
      await standalone.settled();
      const { items } = done(
        await keeper.get<{ items: { sha256: string; attachedBy: string }[] }>(`${path}/scans?number=1`),
      );
      return items[0];
    };
    const contentOf = async () => (await scanOf())?.sha256;
    const seen = await contentOf();
    const attachedBy = (await scanOf())?.attachedBy;
    const name = "KS.2008.01.2008-03-17.01.pdf";
    const another = createPagePdf({ title: "quét lại", fields: [] });
    moment.act = async () =>
      expect(done(await keeper.upload<object>(`${path}/scans?replace=true`, name, another))).toMatchObject({
        files: [{ outcome: "attached" }],
      });
    done(await accept(book, way));
    expect(await contentOf()).toBe(seen);
    const { items } = done(await acceptor.get<{ items: { id: string }[] }>("entry/v1/exchanges"));
    // Both were the book-keeper's doing: the acceptor neither asked for one nor attached the other.
    expect(items).toMatchObject([
      { status: "waiting", number: "1", why: "beside-acceptance", requestedByName: attachedBy },
    ]);
    expect(await scanOf()).toMatchObject({ attachedBy });
    expect(attachedBy).toBe("Người thu");
    done(await acceptor.post(`${path}/exchanges/${items[0]?.id}/approve`));
    expect(await contentOf()).not.toBe(seen);
    await standalone.stop();
  },
);
