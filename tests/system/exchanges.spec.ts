import { createInMemoryEventStore } from "@sogoc/core";
import { createPagePdf } from "@sogoc/files";
import { expect, it } from "vitest";
import { done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { acceptedBook } from "../support/accepted-book.ts";
import { eventsOf } from "../support/decided-lot.ts";

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

it("the office of an accepted book is changed by two people", async () => {
  const { keeper, acceptor, path, decide, recordIds, storyOf, standalone } = await furnish();
  const office = "UBND xã Mai Lâm, huyện Thanh Lâm";
  const reason = "theo bìa sổ";
  expect(codeOf(await keeper.post(`${path}/details`, { office, reason }))).toBe("book-accepted");
  const ask = (wanted: string) => keeper.post<Asked>(`${path}/office-exchanges`, { office: wanted, reason });
  expect(codeOf(await ask("UBND xã Mai Lâm"))).toBe("exchange-needless");
  const { exchangeId } = done(await ask(office));
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

it("an office that is changed beside the acceptance stays what was accepted, and waits for a second person", async () => {
  // Between the look that the verdict is given by and the moment at which it is written.
  const store = createInMemoryEventStore();
  let beside: (() => Promise<unknown>) | undefined;
  const append: typeof store.append = async (...asked) => {
    const [, , events] = asked;
    if (events.some(({ type }) => type === "BatchAccepted")) await beside?.();
    return store.append(...asked);
  };
  const book = await acceptedBook(undefined, { store: { ...store, append } });
  const { keeper, acceptor, bookId, checkSample, ports, standalone } = book;
  const review = await checkSample();
  const path = `entry/v1/books/${bookId}`;
  const change = { office: "UBND xã Bình An", reason: "Theo bìa sổ" };
  beside = async () => done(await keeper.post(`${path}/details`, change));
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
