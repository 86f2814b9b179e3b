import { createPagePdf } from "@sogoc/files";
import { describe, expect, it } from "vitest";
import { createLocalClient, done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { acceptedBook, answer } from "../support/accepted-book.ts";
import {
  birthFields,
  createTestClock,
  startTestProvince,
  type TestProvince,
} from "../support/test-province.ts";

const codeOf = ({ body }: { readonly body: Record<string, unknown> }) => body["code"];

const grant = (by: LocalClient, to: LocalClient, role: string, unitId: string) =>
  by.post(`accounts/v1/accounts/${to.account?.id}/roles`, { role, unitId });

interface Told {
  readonly items: readonly {
    readonly accountId: string;
    readonly what: string;
    readonly byName: string;
    readonly own: boolean;
    readonly mayVouch: boolean;
  }[];
}

/** A case of a book, keyed by `clerk`, checked by `checker`; answers how it is accepted. */
const keyedCase = async (
  { standalone, commune }: TestProvince,
  keeper: LocalClient,
  clerk: LocalClient,
  checker: LocalClient,
) => {
  const book = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
  const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
  const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId }));
  done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
  const entered = await clerk.post<{ recordId: string }>(`entry/v1/batches/${batchId}/records`, {
    fields: birthFields(1),
  });
  const { recordId } = done(entered);
  done(await clerk.post(`entry/v1/batches/${batchId}/submit`));
  await standalone.settled();
  const { items } = done(await checker.get<{ items: { id: string }[] }>("review/v1/reviews"));
  const review = `review/v1/reviews/${items[0]?.id}`;
  const record = `${review}/records/${recordId}`;
  const { revision } = done(await checker.get<{ revision: number }>(record));
  done(await checker.post(`${record}/check`, { recordRevision: revision, marks: [] }));
  return { bookId, review, accept: (who: LocalClient) => who.post(`${review}/accept`) };
};

describe("whoever opens an account", () => {
  it("is given nothing by it, nor by one that it has opened, until somebody else has vouched", async () => {
    const test = await startTestProvince();
    const { admin, commune, province, newcomer, person, standalone } = test;
    const second = await newcomer("bong-ma", [{ role: "system-admin", unitId: "vn" }], "vn");
    expect(codeOf(await grant(second, admin, "acceptor", commune))).toBe("reset-by-yourself");
    const third = await newcomer("bong-hai", [{ role: "system-admin", unitId: "vn" }], "vn", second);
    expect(codeOf(await grant(third, admin, "acceptor", commune))).toBe("reset-by-yourself");
    const move = { unitId: province, reason: "điều chuyển công tác", endsRoles: false };
    expect(codeOf(await third.post(`accounts/v1/accounts/${admin.account?.id}/move`, move))).toBe(
      "reset-by-yourself",
    );
    // Their own word for it, or that of another whom they have opened, counts for nothing.
    const vouch = (who: LocalClient, of: LocalClient) =>
      who.post(`accounts/v1/accounts/${of.account?.id}/vouch`);
    done(await vouch(admin, second));
    expect(codeOf(await vouch(third, second))).toBe("reset-by-yourself");
    done(await vouch(await newcomer("bong-ba", [{ role: "system-admin", unitId: "vn" }], "vn"), second));
    expect(codeOf(await grant(second, admin, "acceptor", commune))).toBe("reset-by-yourself");
    const other = await person("quan-tri-2", [{ role: "system-admin", unitId: "vn" }], "vn");
    done(await vouch(other, second));
    done(await grant(second, admin, "acceptor", commune));
    await standalone.stop();
  });

  it("accepts nothing that it has keyed, nor by it what they keyed themselves; a day later nobody asks", async () => {
    const clock = createTestClock("2026-03-10T02:00:00.000Z");
    const test = await startTestProvince({ clock });
    const { commune, province, newcomer, person, standalone } = test;
    const keeper = await person("thu", [{ role: "book-keeper", unitId: commune }]);
    const checker = await person("kiem", [{ role: "checker", unitId: commune }]);
    const acceptor = await person("duyet", [{ role: "acceptor", unitId: commune }]);
    const lead = await person(
      "chinh",
      (["unit-admin", "acceptor", "clerk"] as const).map((role) => ({ role, unitId: province })),
      province,
    );
    const clerk = await newcomer("ma-nhap", [{ role: "clerk", unitId: commune }], commune, lead);
    const { accept, review } = await keyedCase(test, keeper, clerk, checker);
    expect(codeOf(await accept(lead))).toBe("reset-by-yourself");
    const standing = done(await acceptor.get<{ newAccounts: object[] }>(`${review}/standing`));
    expect(standing.newAccounts).toEqual([{ of: "Người ma-nhap", by: "Người chinh" }]);
    // What was done in the first day stays what it was.
    clock.set("2026-03-11T03:00:00.000Z");
    expect(codeOf(await accept(await test.signInAgain("chinh")))).toBe("reset-by-yourself");
    done(await accept(await test.signInAgain("duyet")));
    await standalone.stop();
  });

  it("has no hand in what is done once the day is over", async () => {
    const clock = createTestClock("2026-03-10T02:00:00.000Z");
    const test = await startTestProvince({ clock });
    const { commune, newcomer, person, signInAgain, standalone } = test;
    await person("thu", [{ role: "book-keeper", unitId: commune }]);
    await person("kiem", [{ role: "checker", unitId: commune }]);
    const both = [
      { role: "unit-admin", unitId: commune },
      { role: "acceptor", unitId: commune },
    ] as const;
    const lead = await person("chinh", both);
    await newcomer("nam", [{ role: "clerk", unitId: commune }], commune, lead);
    clock.set("2026-03-11T02:00:00.000Z");
    const [keeper, clerk, checker] = [
      await signInAgain("thu"),
      await signInAgain("nam"),
      await signInAgain("kiem"),
    ];
    const { accept, review } = await keyedCase(test, keeper, clerk, checker);
    const acceptor = await signInAgain("chinh");
    expect(done(await acceptor.get(`${review}/standing`))).toMatchObject({ newAccounts: [] });
    done(await accept(acceptor));
    await standalone.stop();
  });
});

describe("a new office, whose accounts one administrator opens", () => {
  it("works on its first day, and whoever accepts and the administrator above are told", async () => {
    const test = await startTestProvince();
    const { admin, commune, province, newcomer, person, standalone } = test;
    const lead = await person("chinh", [{ role: "unit-admin", unitId: province }], province);
    const open = (name: string, role: "acceptor" | "book-keeper" | "checker" | "clerk") =>
      newcomer(name, [{ role, unitId: commune }], commune, lead);
    const [keeper, clerk] = [await open("thu", "book-keeper"), await open("nam", "clerk")];
    const [checker, acceptor] = [await open("kiem", "checker"), await open("duyet", "acceptor")];
    const { accept, review } = await keyedCase(test, keeper, clerk, checker);
    const standing = done(await acceptor.get<{ newAccounts: object[] }>(`${review}/standing`));
    expect(standing.newAccounts).toEqual([
      { of: "Người nam", by: "Người chinh" },
      { of: "Người kiem", by: "Người chinh" },
    ]);
    const told = async (who: LocalClient) => done(await who.get<Told>("accounts/v1/password-resets")).items;
    expect(await told(lead)).toEqual([]);
    const ofOwner = async () => (await told(clerk)).map(({ what, byName, own }) => [what, byName, own]);
    expect(await ofOwner()).toEqual([["opened", "Người chinh", true]]);
    const ofAbove = await told(admin);
    expect(ofAbove.map(({ what, byName, mayVouch }) => [what, byName, mayVouch])).toEqual(
      Array.from({ length: 4 }, () => ["opened", "Người chinh", true]),
    );
    done(await admin.post(`accounts/v1/accounts/${clerk.account?.id}/vouch`));
    await standalone.settled();
    expect((await told(admin)).map(({ accountId }) => accountId)).not.toContain(clerk.account?.id);
    expect(await ofOwner()).toEqual([]);
    done(await accept(acceptor));
    await standalone.stop();
  });

  it("lets no whole book go on it, however it is asked for, but by whom somebody above vouches for", async () => {
    const test = await startTestProvince();
    const { admin, commune, province, newcomer, person, standalone } = test;
    const lead = await person("chinh", [{ role: "unit-admin", unitId: province }], province);
    const open = (name: string, role: "acceptor" | "checker" | "clerk" | "data-manager") =>
      newcomer(name, [{ role, unitId: commune }], commune, lead);
    const keeper = await person("thu", [{ role: "book-keeper", unitId: commune }]);
    const [clerk, checker] = [await open("nam", "clerk"), await open("kiem", "checker")];
    const acceptor = await open("duyet", "acceptor");
    const [manager, second] = [
      await open("du-lieu", "data-manager"),
      await open("du-lieu-2", "data-manager"),
    ];
    const { accept, bookId } = await keyedCase(test, keeper, clerk, checker);
    done(await accept(acceptor));
    await standalone.settled();
    const exported = async (purpose?: "hand-over") => {
      const wish = { bookId, purpose };
      const { exportId } = done(await manager.post<{ exportId: string }>("reporting/v1/exports", wish));
      const path = `reporting/v1/exports/${exportId}`;
      await expect.poll(async () => done(await manager.get<{ phase: string }>(path)).phase).toBe("finished");
      return path;
    };
    for (const path of [await exported(), await exported("hand-over")]) {
      expect(done(await manager.get(path))).toMatchObject({ standing: "awaits-approval" });
      for (const who of [second, acceptor])
        expect(codeOf(await who.post(`${path}/approve`))).toBe("reset-by-yourself");
      const { items } = done(await second.get<{ items: object[] }>("reporting/v1/exports"));
      expect(items[0]).toMatchObject({ own: false, barred: { approving: { code: "reset-by-yourself" } } });
      expect((await manager.get(`${path}/workbook.xlsx`)).status).toBe(409);
    }
    done(await admin.post(`accounts/v1/accounts/${second.account?.id}/vouch`));
    await standalone.settled();
    const vouched = await createLocalClient(standalone.server).signIn("du-lieu-2", "du-lieu-2-mat-khau");
    done(await vouched.post(`${await exported()}/approve`));
    await standalone.stop();
  });
});

describe("of what a second person approved", () => {
  it("whoever opened the account that asked for another scan does not accept on it", async () => {
    const book = await acceptedBook();
    await book.accept();
    const { acceptor, bookId, clerk, commune, keeper, newcomer, person, province, standalone } = book;
    const lead = await person(
      "chinh",
      (["unit-admin", "acceptor"] as const).map((role) => ({ role, unitId: province })),
      province,
    );
    const asker = await newcomer("ma-thu", [{ role: "book-keeper", unitId: commune }], commune, lead);
    const path = `entry/v1/books/${bookId}`;
    const page = (title: string) => createPagePdf({ title, fields: [] });
    const { exchangeId } = done(
      await asker.upload<{ exchangeId: string }>(
        `${path}/scan-exchanges?why=unreadable`,
        "KS.2008.01.2008-03-17.01.pdf",
        page("trang khác"),
      ),
    );
    done(await acceptor.post(`${path}/exchanges/${exchangeId}/approve`, {}));
    done(await keeper.upload(`${path}/scans`, "KS.2008.01.2008-03-17.04.pdf", page("số bốn")));
    const more = { bookId, from: 4, to: 4 };
    const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", more));
    const batch = `entry/v1/batches/${batchId}`;
    done(await keeper.post(`${batch}/assign`, { accountId: clerk.account?.id }));
    done(await clerk.post(`${batch}/records`, { fields: birthFields(4) }));
    done(await clerk.post(`${batch}/submit`));
    await standalone.settled();
    const review = await book.checkSample();
    expect(codeOf(await lead.post(`${review}/accept`))).toBe("reset-by-yourself");
    done(await acceptor.post(`${review}/accept`));
    await standalone.stop();
  });
});

it("a note that was written with a new account is that of whoever opened it: they do not accept it", async () => {
  const book = await acceptedBook();
  const {
    accept,
    makePackage,
    manager,
    acceptor,
    path,
    person,
    newcomer,
    commune,
    province,
    recordIds,
    standalone,
  } = book;
  await accept();
  const roles = ["unit-admin", "acceptor"] as const;
  const above = roles.map((role) => ({ role, unitId: province }));
  const lead = await person("chinh", above, province);
  const handOver = async (only: readonly string[] | undefined, lines: readonly string[]) => {
    const exportId = await makePackage(only);
    done(await manager.post(`${path}/packages`, { exportId }));
    done(await answer(manager, path, lines));
    await standalone.settled();
  };
  await handOver(undefined, ["1,Thành công,", "2,Thành công,", "3,Thành công,"]);
  const opened = await newcomer("moi", [{ role: "data-manager", unitId: commune }], commune, lead);
  const [noted = ""] = recordIds;
  const decision = { number: "12/QĐ", day: "2020-01-01", issuedBy: "UBND xã Mai Lâm" };
  done(await opened.post(`entry/v1/records/${noted}/annotate`, { text: "Cải chính họ tên", decision }));
  done(await book.confirmChanges());
  await handOver([noted], ["1,Thành công,"]);
  expect(codeOf(await lead.post(`${path}/accept`, {}))).toBe("reset-by-yourself");
  done(await acceptor.post(`${path}/accept`, {}));
  await standalone.stop();
});

it("a mark of a new account goes only with a reason, and the verdict says who has opened it", async () => {
  const test = await startTestProvince();
  const { commune, province, person, newcomer, standalone } = test;
  const keeper = await person("thu", [{ role: "book-keeper", unitId: commune }]);
  const clerk = await person("nam", [{ role: "clerk", unitId: commune }]);
  const acceptor = await person("duyet", [{ role: "acceptor", unitId: commune }]);
  const lead = await person("chinh", [{ role: "unit-admin", unitId: province }], province);
  const checker = await newcomer("kiem-moi", [{ role: "checker", unitId: commune }], commune, lead);
  const { review } = await keyedCase(test, keeper, clerk, checker);
  const { items } = done(
    await checker.get<{ items: { sample: { recordId: string }[] }[] }>("review/v1/reviews"),
  );
  const record = `${review}/records/${items[0]?.sample[0]?.recordId}`;
  const check = async (marks: readonly object[], withdrawn?: readonly object[]) => {
    const { revision } = done(await checker.get<{ revision: number }>(record));
    done(await checker.post(`${record}/check`, { recordRevision: revision, marks, withdrawn }));
    await standalone.settled();
  };
  const marksNow = async () => done(await acceptor.get<{ marks: object[] }>(`${review}/standing`)).marks;
  const minor = { field: "nksNoiSinh", severity: "minor", reason: "Thiếu xã" };
  await check([minor]);
  await check([]);
  expect(await marksNow()).toMatchObject([{ ...minor, standing: "wrong", markedBy: ["Người kiem-moi"] }]);
  await check([], [{ field: "nksNoiSinh", reason: "Sổ ghi đúng như vậy" }]);
  const people = { withdrawnBy: "Người kiem-moi", withdrawnOpeners: ["Người chinh"] };
  expect(await marksNow()).toMatchObject([{ ...minor, standing: "withdrawn", ...people }]);
  await standalone.stop();
});
