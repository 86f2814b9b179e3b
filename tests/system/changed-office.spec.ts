import { expect, it } from "vitest";
import { done } from "../../apps/standalone/src/local-client.ts";
import { acceptedBook } from "../support/accepted-book.ts";

interface Finding {
  readonly rule: string;
  readonly subject: string;
  readonly messageVi: string;
  readonly closed: string | null;
  readonly records: readonly { readonly number: string }[];
}

it("a book whose office is changed is told how many of its cases still name the other one", async () => {
  const book = await acceptedBook();
  const { keeper, acceptor, bookId, checkSample, standalone } = book;
  const findings = async () => {
    await standalone.settled();
    const path = `reporting/v1/books/${bookId}/reconciliation`;
    return done(await keeper.get<{ findings: readonly Finding[] }>(path)).findings;
  };
  expect(await findings()).toEqual([]);
  const office = (name: string) =>
    keeper.post(`entry/v1/books/${bookId}/details`, { office: name, reason: "bìa sổ ghi vậy" });
  // Another way to write it is no other office.
  done(await office("UBND xã  Mai lâm"));
  expect(await findings()).toEqual([]);

  done(await office("UBND xã Khác"));
  const [found, more] = await findings();
  expect(found).toMatchObject({
    rule: "office-differs-from-book",
    messageVi: "3 trường hợp ghi nơi đăng ký “UBND xã Mai Lâm”, sổ ghi “UBND xã Khác”.",
    closed: null,
    records: [{ number: "1" }, { number: "2" }, { number: "3" }],
  });
  expect(more).toBeUndefined();
  const reviewPath = await checkSample();
  const refused = await acceptor.post<{ code?: string }>(`${reviewPath}/accept`);
  expect(refused.body.code).toBe("reconciliation-open");

  const closed = [{ rule: "office-differs-from-book", subject: found?.subject, reason: "sổ do xã cũ lập" }];
  done(await keeper.post(`entry/v1/books/${bookId}/reconcile`, { closed }));
  expect(await findings()).toMatchObject([{ closed: "sổ do xã cũ lập" }]);
  done(await acceptor.post(`${reviewPath}/accept`));
  await standalone.stop();
});
