import { vietnamDay } from "@sogoc/core";
import { plainBirth } from "@sogoc/registers/testing";
import { describe, expect, it } from "vitest";
import {
  type Answer,
  createLocalClient,
  done,
  type LocalClient,
} from "../../apps/standalone/src/local-client.ts";
import { acceptedBook, answer } from "../support/accepted-book.ts";
import { oneOfEach } from "../support/one-of-each.ts";
import { confirm, csvOf, prepare } from "../support/test-import.ts";
import { birthFields, startTestProvince } from "../support/test-province.ts";

const CHOSEN = "mat-khau-moi-toanh-1";

type Server = Parameters<typeof createLocalClient>[0];

/** Gives an account a new password as `by`, and goes on with it: what its owner does not see. */
const taking =
  (server: Server) =>
  async (by: LocalClient, signInName: string, of: LocalClient): Promise<LocalClient> => {
    const reset = `accounts/v1/accounts/${of.account?.id}/password-reset`;
    const { temporaryPassword: currentPassword } = done(await by.post<{ temporaryPassword: string }>(reset));
    const api = createLocalClient(server);
    const first = await api.signIn(signInName, currentPassword);
    done(await first.post("accounts/v1/password", { currentPassword, newPassword: CHOSEN }));
    return api.signIn(signInName, CHOSEN);
  };

/** A book, and somebody above its unit who may do everything there and resets whom they like. */
const furnish = async () => {
  const book = await acceptedBook();
  const { person, province, standalone } = book;
  const roles = ["unit-admin", "acceptor", "data-manager", "book-keeper", "checker"] as const;
  const lead = await person(
    "so-tp",
    roles.map((role) => ({ role, unitId: province })),
    province,
  );
  const take = taking(standalone.server);
  const settled = async () => {
    await standalone.settled();
  };
  return { ...book, lead, take, settled };
};
type Book = Awaited<ReturnType<typeof furnish>>;
type Decision = (who: LocalClient) => Promise<Answer>;

const finishedExport = async (who: LocalClient, bookId: string, purpose?: "hand-over") => {
  const { exportId } = done(
    await who.post<{ exportId: string }>("reporting/v1/exports", { bookId, purpose }),
  );
  const path = `reporting/v1/exports/${exportId}`;
  await expect.poll(async () => done(await who.get<{ phase: string }>(path)).phase).toBe("finished");
  return { path, exportId };
};

/** A rule of two people: what is done first, as whom, and how somebody else decides on it. */
interface Rule {
  readonly as: "keeper" | "checker" | "manager";
  readonly signInName: string;
  readonly prepare?: (book: Book) => Promise<unknown>;
  /** Answers what decides on it. */
  readonly act: (who: LocalClient, book: Book) => Promise<Decision>;
}

const handedOver = async (book: Book) => {
  await book.accept();
  const exportId = await book.makePackage();
  done(await book.manager.post(`${book.path}/packages`, { exportId }));
};

const rules: Readonly<Record<string, Rule>> = {
  "a check, and the acceptance of the batch": {
    as: "checker",
    signInName: "kiem",
    act: async (who, { checkSample }) => {
      const review = await checkSample(who);
      return (acceptor) => acceptor.post(`${review}/accept`);
    },
  },
  "a finding of the book that is closed, and the acceptance": {
    as: "keeper",
    signInName: "thu",
    prepare: async ({ keeper, bookId }) =>
      done(await keeper.post(`entry/v1/books/${bookId}/details`, { expectedCases: 5, reason: "Đếm lại" })),
    act: async (who, { bookId, checkSample }) => {
      const review = await checkSample();
      const closed = [{ rule: "cases-expected-differ", subject: "5/3", reason: "như sổ" }];
      done(await who.post(`entry/v1/books/${bookId}/reconcile`, { closed }));
      return (acceptor) => acceptor.post(`${review}/accept`);
    },
  },
  "a count of the inventory, and the acceptance": {
    as: "keeper",
    signInName: "thu",
    act: async (who, { bookId, checkSample }) => {
      const review = await checkSample();
      done(await who.post(`entry/v1/books/${bookId}/details`, { expectedCases: 3, reason: "Đếm lại" }));
      return (acceptor) => acceptor.post(`${review}/accept`);
    },
  },
  "the request of a correction, and its approval": {
    as: "keeper",
    signInName: "thu",
    prepare: ({ accept }) => accept(),
    act: async (who, { recordIds }) => {
      const changes = { nksNoiSinh: { raw: "Xã Mai Lâm" } };
      const wish = { recordId: recordIds[0], changes, reason: "Đối chiếu lại" };
      const { correctionId } = done(await who.post<{ correctionId: string }>("review/v1/corrections", wish));
      return (acceptor) => acceptor.post(`review/v1/corrections/${correctionId}/approve`);
    },
  },
  "the request of another office, and its approval": {
    as: "keeper",
    signInName: "thu",
    prepare: ({ accept }) => accept(),
    act: async (who, { bookId }) => {
      const office = { office: "UBND xã Mai Lâm, huyện Sơn Hà", reason: "Ghi đủ tên" };
      const path = `entry/v1/books/${bookId}/office-exchanges`;
      const { exchangeId } = done(await who.post<{ exchangeId: string }>(path, office));
      return (acceptor) => acceptor.post(`entry/v1/books/${bookId}/exchanges/${exchangeId}/approve`);
    },
  },
  "the export of a book, and letting it go": {
    as: "manager",
    signInName: "du-lieu",
    prepare: ({ accept }) => accept(),
    act: async (who, { bookId }) => {
      const { path } = await finishedExport(who, bookId);
      return (acceptor) => acceptor.post(`${path}/approve`);
    },
  },
  "the national answer, and the second acceptance": {
    as: "manager",
    signInName: "du-lieu",
    prepare: handedOver,
    act: async (who, { path }) => {
      done(await answer(who, path, ["1,Thành công,", "2,Thành công,", "3,Thành công,"]));
      return (acceptor) => acceptor.post(`${path}/accept`, {});
    },
  },
};

describe("whoever has set a password from above decides on nothing that is done with it", () => {
  it.each(Object.entries(rules))("%s", async (_name, { as, signInName, prepare, act }) => {
    const book = await furnish();
    const { lead, acceptor, take, settled } = book;
    await prepare?.(book);
    await settled();
    const decide = await act(await take(lead, signInName, book[as]), book);
    await settled();
    expect((await decide(lead)).body["code"]).toBe("reset-by-yourself");
    done(await decide(acceptor));
    await book.standalone.stop();
  });

  it.each(Object.entries(rules))("nor with it on what they did: %s", async (_name, { prepare, act }) => {
    const book = await furnish();
    const { lead, acceptor, take, settled } = book;
    await prepare?.(book);
    await settled();
    const decide = await act(lead, book);
    await settled();
    const asAcceptor = await take(lead, "duyet", acceptor);
    await settled();
    expect((await decide(asAcceptor)).body["code"]).toBe("reset-by-yourself");
    await book.standalone.stop();
  });
});

describe("whoever has just opened an account decides on nothing that is done with it", () => {
  const roles = { keeper: "book-keeper", checker: "checker", manager: "data-manager" } as const;

  it.each(Object.entries(rules))("%s", async (_name, { as, prepare, act }) => {
    const book = await furnish();
    const { lead, acceptor, settled, newcomer, commune } = book;
    await prepare?.(book);
    const opened = await newcomer("moi", [{ role: roles[as], unitId: commune }], commune, lead);
    await settled();
    const decide = await act(opened, book);
    await settled();
    expect((await decide(lead)).body["code"]).toBe("reset-by-yourself");
    done(await decide(acceptor));
    await book.standalone.stop();
  });

  it.each(Object.entries(rules))("nor with it on what they did: %s", async (_name, { prepare, act }) => {
    const book = await furnish();
    const { lead, acceptor, settled, newcomer, commune } = book;
    await prepare?.(book);
    await settled();
    const decide = await act(lead, book);
    const opened = await newcomer("moi", [{ role: "acceptor", unitId: commune }], commune, lead);
    await settled();
    expect((await decide(opened)).body["code"]).toBe("reset-by-yourself");
    done(await decide(acceptor));
    await book.standalone.stop();
  });
});

/** A batch of a book, given to `clerk`; people whom somebody resets, and who resets them. */
const furnishBatch = async (policy: object = {}) => {
  const test = await startTestProvince();
  const { commune, province, person, standalone } = test;
  const people = {
    keeper: await person("thu", [
      { role: "book-keeper", unitId: commune },
      { role: "clerk", unitId: commune },
      { role: "acceptor", unitId: commune },
    ]),
    /** Whoever says of which office a book is does not accept it. */
    registrar: await person("dang-ky", [{ role: "book-keeper", unitId: commune }]),
    clerk: await person("nam", [{ role: "clerk", unitId: commune }]),
    second: await person("hoa", [{ role: "clerk", unitId: commune }]),
    checker: await person("kiem", [{ role: "checker", unitId: commune }]),
    acceptor: await person("duyet", [{ role: "acceptor", unitId: commune }]),
    deputy: await person("pho", [{ role: "unit-admin", unitId: commune }]),
    lead: await person(
      "so-tp",
      (["unit-admin", "acceptor", "clerk", "checker"] as const).map((role) => ({ role, unitId: province })),
      province,
    ),
  };
  const { keeper, registrar } = people;
  const book = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
  const { bookId } = done(await registrar.post<{ bookId: string }>("entry/v1/books", book));
  const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId, policy }));
  const path = `entry/v1/batches/${batchId}`;
  const give = async (who: LocalClient) =>
    done(await keeper.post(`${path}/assign`, { accountId: who.account?.id }));
  const key = async (who: LocalClient): Promise<string> =>
    done(await who.post<{ recordId: string }>(`${path}/records`, { fields: birthFields(1) })).recordId;
  const submitBatch = async (who: LocalClient) => {
    done(await who.post(`${path}/submit`));
    await standalone.settled();
  };
  /** Has the only case checked by an honest person; answers the address of the review. */
  const check = async () => {
    const { checker } = people;
    const { items } = done(
      await checker.get<{ items: { id: string; sample: { recordId: string }[] }[] }>("review/v1/reviews"),
    );
    const review = `review/v1/reviews/${items[0]?.id}`;
    const record = `${review}/records/${items[0]?.sample[0]?.recordId}`;
    const seen = done(await checker.get<{ revision: number; resets: object[] }>(record));
    done(await checker.post(`${record}/check`, { recordRevision: seen.revision, marks: [] }));
    return { review, resets: seen.resets };
  };
  /** The case once more as the second keyer sees it, with these readings beside. */
  const keyAgain = async (who: LocalClient, recordId: string, otherwise: object = {}) => {
    const { so: _, ...birth } = birthFields(1);
    const asked = done(await who.get<{ fields: string[] }>(`${path}/second-keying`));
    const own = Object.entries(birth).filter(([code]) => asked.fields.includes(code));
    const fields = { ...Object.fromEntries(own), ...otherwise };
    return who.post(`${path}/records/${recordId}/key-again`, { fields });
  };
  const take = taking(standalone.server);
  return { ...test, ...people, path, give, key, submitBatch, check, keyAgain, take };
};

it("a book accepted by an account that one has reset is one's own doing, and goes out by two", async () => {
  const { lead, acceptor, checkSample, take, settled, bookId, standalone } = await furnish();
  const asAcceptor = await take(lead, "duyet", acceptor);
  done(await asAcceptor.post(`${await checkSample()}/accept`));
  await settled();
  const { path } = await finishedExport(lead, bookId, "hand-over");
  expect(done(await lead.get(path))).toMatchObject({ standing: "awaits-approval" });
  await standalone.stop();
});

it.each([
  [{}, undefined],
  [{ errorLimit: 0.02 }, undefined],
  [{ errorLimit: 0.1 }, "limits-set-by-yourself"],
  [{ sampleShare: 0.01 }, "limits-set-by-yourself"],
  [{ sampleMinimum: 1 }, "limits-set-by-yourself"],
])("who opened a batch with the limits %o is refused its verdict by %s", async (policy, code) => {
  const { keeper, acceptor, clerk, give, key, submitBatch, check, standalone } = await furnishBatch(policy);
  await give(clerk);
  await key(clerk);
  await submitBatch(clerk);
  const { review } = await check();
  const reason = "Sai nhiều";
  if (code !== undefined) {
    expect((await keeper.post(`${review}/return`, { reason })).body["code"]).toBe(code);
    expect((await keeper.post(`${review}/accept-after-fixes`, { reason })).body["code"]).toBe(code);
  }
  const word = { acceptsLaxerLimits: true };
  expect((await keeper.post(`${review}/accept`, word)).body["code"]).toBe(code);
  if (code !== undefined) done(await acceptor.post(`${review}/accept`, word));
  await standalone.stop();
});

it("a correction that somebody asked for by an account that one has reset is one's own, once it is approved", async () => {
  const { lead, keeper, clerk, acceptor, accept, take, settled, recordIds, standalone } = await furnish();
  await accept();
  await settled();
  const asKeeper = await take(lead, "thu", keeper);
  const ask = async (who: LocalClient, place: string) => {
    const changes = { nksNoiSinh: { raw: place } };
    const wish = { recordId: recordIds[0], changes, reason: "Đối chiếu lại" };
    const { correctionId } = done(await who.post<{ correctionId: string }>("review/v1/corrections", wish));
    await settled();
    return `review/v1/corrections/${correctionId}/approve`;
  };
  done(await acceptor.post(await ask(asKeeper, "Xã Mai Lâm")));
  await settled();
  const second = await ask(clerk, "Xã Mai Lâm, huyện Sơn Hà");
  expect((await lead.post(second)).body["code"]).toBe("reset-by-yourself");
  done(await acceptor.post(second));
  await standalone.stop();
});

describe("a hand in what is keyed", () => {
  it("is followed along the chain: who reset the administrator who reset the clerk", async () => {
    const { lead, deputy, clerk, acceptor, take, give, key, submitBatch, check, standalone } =
      await furnishBatch();
    await give(clerk);
    const asClerk = await take(await take(lead, "pho", deputy), "nam", clerk);
    await key(asClerk);
    await submitBatch(asClerk);
    const { review, resets } = await check();
    expect(resets).toMatchObject([
      { of: "Người nam", by: "Người pho" },
      { of: "Người pho", by: "Người so-tp" },
    ]);
    expect((await lead.post(`${review}/accept`)).body["code"]).toBe("reset-by-yourself");
    done(await acceptor.post(`${review}/accept`));
    await standalone.stop();
  });

  it("stays where whoever had it along the chain gives their word for the account", async () => {
    const { lead, admin, deputy, clerk, take, give, key, submitBatch, check, standalone } =
      await furnishBatch();
    await give(clerk);
    const asClerk = await take(await take(lead, "pho", deputy), "nam", clerk);
    done(await lead.post(`accounts/v1/accounts/${clerk.account?.id}/vouch`));
    await standalone.settled();
    await key(asClerk);
    await submitBatch(asClerk);
    const { review, resets } = await check();
    expect(resets).toHaveLength(2);
    expect((await lead.post(`${review}/accept`)).body["code"]).toBe("reset-by-yourself");
    // Somebody else's word ends it.
    done(await admin.post(`accounts/v1/accounts/${clerk.account?.id}/vouch`));
    await standalone.settled();
    const me = done(await asClerk.get<{ passwordSetBy?: object }>("accounts/v1/me"));
    expect(me.passwordSetBy).toBeUndefined();
    await standalone.stop();
  });

  it("is that of whoever sent the workbook too, whoever confirms it", async () => {
    const { lead, keeper, clerk, acceptor, commune, take, give, submitBatch, check, standalone, path } =
      await furnishBatch();
    await give(clerk);
    const asClerk = await take(lead, "nam", clerk);
    const row = Object.fromEntries(
      Object.entries(plainBirth).map(([code, value]) => [code, value?.raw ?? ""]),
    );
    const csv = csvOf([{ ...row, quyenSo: "01/2008", so: "1" }]);
    const { importId } = await prepare(asClerk, { unitId: commune }, "so.csv", csv);
    // Somebody else goes on with the batch, and with the workbook.
    done(await keeper.post(`${path}/take-back`, { reason: "giao người khác" }));
    await give(keeper);
    await confirm(keeper, importId);
    await submitBatch(keeper);
    const { review, resets } = await check();
    expect(resets).toMatchObject([{ of: "Người nam", by: "Người so-tp" }]);
    expect((await lead.post(`${review}/accept`)).body["code"]).toBe("reset-by-yourself");
    done(await acceptor.post(`${review}/accept`));
    await standalone.stop();
  });

  it("keeps its owner from keying it again under another name, reset after it was given out", async () => {
    const test = await furnishBatch({ keying: "double-identity" });
    const { lead, second, clerk, take, give, key, submitBatch, keyAgain, standalone } = test;
    await give(lead);
    const recordId = await key(lead);
    await submitBatch(lead);
    await give(second);
    const asSecond = await take(lead, "hoa", second);
    expect((await keyAgain(asSecond, recordId)).body["code"]).toBe("reset-by-yourself");
    done(await test.keeper.post(`${test.path}/take-back`, { reason: "giao người khác" }));
    await give(clerk);
    done(await keyAgain(clerk, recordId));
    await standalone.stop();
  });

  it("is keyed again and ended by a second keyer whose own password was set today", async () => {
    const test = await furnishBatch({ keying: "double-identity" });
    const { deputy, second, clerk, take, give, key, submitBatch, keyAgain, standalone } = test;
    await give(clerk);
    const recordId = await key(clerk);
    await submitBatch(clerk);
    await give(second);
    const asSecond = await take(deputy, "hoa", second);
    done(await keyAgain(asSecond, recordId, { meHoTen: { raw: "Trần Thị Sai" } }));
    // What they have keyed again themselves is no first keying.
    done(await keyAgain(asSecond, recordId));
    await submitBatch(asSecond);
    await standalone.stop();
  });

  it("keeps whoever said why a finding stands from keying it again and from deciding", async () => {
    const test = await furnishBatch({ keying: "double-identity" });
    const { keeper, lead, second, clerk, checker, person, commune, path, take, give } = test;
    const { submitBatch, keyAgain, standalone } = test;
    const so = birthFields(1);
    const bytes = csvOf([
      {
        ...Object.fromEntries(Object.entries(so).map(([code, { raw }]) => [code, raw])),
        quyenSo: "01/2008",
        meHoTen: "Trần Thị 2",
      },
    ]);
    await give(clerk);
    const { importId } = await prepare(clerk, { unitId: commune }, "so.csv", bytes);
    await confirm(clerk, importId);
    await standalone.settled();
    const listed = done(await clerk.get<{ items: { id: string }[] }>(`${path}/records?unanswered=true`));
    const recordId = listed.items[0]?.id ?? "";
    const tried = await clerk.post<{ findings: { rule: string; fields: string[] }[] }>(`${path}/check`, {
      fields: { ...so, meHoTen: { raw: "Trần Thị 2" } },
    });
    const { findings } = done(tried);
    expect(findings).not.toEqual([]);
    // Somebody who had set the clerk's password answers in their name.
    const asClerk = await take(lead, "nam", clerk);
    const accepted = findings.map(({ rule, fields }) => ({ rule, fields, reason: "như sổ gốc" }));
    done(await asClerk.post(`entry/v1/records/${recordId}/let-stand`, { accepted }));
    await submitBatch(asClerk);
    const assign = (who: LocalClient) => keeper.post(`${path}/assign`, { accountId: who.account?.id });
    expect((await assign(lead)).body["code"]).toBe("reset-by-yourself");
    const asSecond = await take(lead, "hoa", second);
    await standalone.settled();
    expect((await assign(asSecond)).body["code"]).toBe("reset-by-yourself");
    const other = await person("nga", [{ role: "clerk", unitId: commune }]);
    await give(other);
    done(await keyAgain(other, recordId, { meHoTen: { raw: "Trần Thị Khác" } }));
    await submitBatch(other);
    const asChecker = await take(lead, "kiem", checker);
    const honest = await person("kiem-2", [{ role: "checker", unitId: commune }]);
    const differences = `${path}/discrepancies`;
    const { items } = done(await honest.get<{ items: { revision: number; field: string }[] }>(differences));
    const decisions = items.map(({ revision, field }) => ({ recordId, revision, field, choice: "first" }));
    const decide = (who: LocalClient) => who.post(`${differences}/resolve`, { decisions });
    expect((await decide(lead)).body["code"]).toBe("reset-by-yourself");
    expect((await decide(asChecker)).body["code"]).toBe("reset-by-yourself");
    done(await decide(honest));
    await standalone.stop();
  });

  it("keeps whoever has read it by an account that they had reset from keying it again", async () => {
    const test = await furnishBatch({ keying: "double-identity" });
    const { lead, deputy, clerk, checker, second, take, give, key, submitBatch, keyAgain, standalone } = test;
    const { commune, admin, path } = test;
    const grant = { role: "clerk", unitId: commune };
    done(await admin.post(`accounts/v1/accounts/${deputy.account?.id}/roles`, grant));
    const asDeputy = await test.signInAgain("pho");
    await give(clerk);
    const recordId = await key(clerk);
    await submitBatch(clerk);
    await give(asDeputy);
    await standalone.settled();
    // Nobody reads it for them while they have it.
    const asChecker = await take(asDeputy, "kiem", checker);
    await standalone.settled();
    const read = (who: LocalClient) => who.get(`entry/v1/records/${recordId}`);
    expect((await read(asChecker)).body["code"]).toBe("blind-keying");
    // Before they have it somebody may, and then they do not get it; nor whoever had set theirs.
    done(await test.keeper.post(`${path}/take-back`, { reason: "giao người khác" }));
    await give(second);
    done(await keyAgain(second, recordId));
    done(await test.keeper.post(`${path}/take-back`, { reason: "giao người khác" }));
    await standalone.settled();
    const other = await test.person("kiem-2", [{ role: "checker", unitId: commune }]);
    const asOther = await take(lead, "kiem-2", other);
    await standalone.settled();
    done(await read(asOther));
    await standalone.settled();
    const assign = (who: LocalClient) => test.keeper.post(`${path}/assign`, { accountId: who.account?.id });
    expect((await assign(lead)).body["code"]).toBe("reset-by-yourself");
    const asSecond = await take(lead, "hoa", second);
    await standalone.settled();
    expect((await assign(asSecond)).body["code"]).toBe("reset-by-yourself");
    await standalone.stop();
  });

  it("keeps an account whose password was set by whoever has read it from keying it again", async () => {
    const test = await furnishBatch({ keying: "double-identity" });
    const { lead, clerk, second, take, give, key, submitBatch, keyAgain, standalone } = test;
    await give(clerk);
    const recordId = await key(clerk);
    await submitBatch(clerk);
    await give(second);
    done(await lead.get(`entry/v1/records/${recordId}`));
    done(await keyAgain(second, recordId));
    const asSecond = await take(lead, "hoa", second);
    await standalone.settled();
    expect((await keyAgain(asSecond, recordId)).body["code"]).toBe("reset-by-yourself");
    await standalone.stop();
  });

  it("keeps them from deciding between two keyings under another name", async () => {
    const test = await furnishBatch({ keying: "double-identity" });
    const { lead, second, checker, person, commune, take, give, key, submitBatch, keyAgain, standalone } =
      test;
    await give(lead);
    const recordId = await key(lead);
    await submitBatch(lead);
    await give(second);
    done(await keyAgain(second, recordId, { meHoTen: { raw: "Trần Thị Khác" } }));
    await submitBatch(second);
    const honest = await person("kiem-2", [{ role: "checker", unitId: commune }]);
    const asChecker = await take(lead, "kiem", checker);
    const differences = `${test.path}/discrepancies`;
    const { items } = done(await honest.get<{ items: { revision: number; field: string }[] }>(differences));
    const decisions = items.map(({ revision, field }) => ({ recordId, revision, field, choice: "first" }));
    const decide = (who: LocalClient) => who.post(`${differences}/resolve`, { decisions });
    expect((await decide(asChecker)).body["code"]).toBe("reset-by-yourself");
    done(await decide(honest));
    await standalone.stop();
  });
});

describe("the count of an inventory", () => {
  it("is not changed by an account that is held", async () => {
    const { person, commune, keeper, bookId, take, standalone } = await furnish();
    const beside = await person("chinh", [{ role: "unit-admin", unitId: commune }]);
    const asKeeper = await take(beside, "thu", keeper);
    const count = { expectedCases: 5, reason: "Đếm lại" };
    const changed = await asKeeper.post(`entry/v1/books/${bookId}/details`, count);
    expect(changed.body["code"]).toBe("account-held");
    await standalone.stop();
  });

  it("stays that of who made it where a colleague counts something else", async () => {
    const { person, commune, keeper, bookId, checkSample, settled, standalone } = await furnish();
    const one = await person("mot", [
      { role: "book-keeper", unitId: commune },
      { role: "acceptor", unitId: commune },
    ]);
    const count = async (who: LocalClient, counted: object) => {
      const body = { ...counted, reason: "Đếm trên sổ" };
      done(await who.post(`entry/v1/books/${bookId}/details`, body));
      await settled();
    };
    await count(keeper, { expectedCases: 5 });
    const review = await checkSample();
    const accept = () => one.post(`${review}/accept`);
    expect((await accept()).body["code"]).toBe("reconciliation-open");
    await count(one, { expectedCases: 3 });
    expect((await accept()).body["code"]).toBe("closed-by-yourself");
    await count(keeper, { pages: 3 });
    expect((await accept()).body["code"]).toBe("closed-by-yourself");
    // Counted by the colleague too: it is no longer one's own word alone.
    await count(keeper, { expectedCases: 3 });
    done(await accept());
    await standalone.stop();
  });
});

describe("the limits of a lot", () => {
  it("are told for ever, and whoever set those that it was formed by does not decide it", async () => {
    const test = await startTestProvince();
    const { commune, person, ports, standalone } = test;
    const { keeper, clerk, checker, acceptor } = await oneOfEach(test);
    const both = await person("chinh", [
      { role: "unit-admin", unitId: commune },
      { role: "acceptor", unitId: commune },
    ]);
    const book = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
    const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
    const policy = { acceptance: "lot" };
    const opened = await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId, policy });
    const { batchId } = done(opened);
    done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
    done(await clerk.post(`entry/v1/batches/${batchId}/records`, { fields: birthFields(1) }));
    done(await clerk.post(`entry/v1/batches/${batchId}/submit`));
    await standalone.settled();
    const from = vietnamDay(ports.clock.now());
    const set = async (limits: object, reason: string) =>
      done(await both.post(`review/v1/limits/${commune}`, { ...limits, from, reason }));
    await set({ level: "I", key: 10, other: 10 }, "Sổ cũ, chữ mờ");
    const { lotId } = done(await both.post<{ lotId: string }>("review/v1/lots", { batchIds: [batchId] }));
    await standalone.settled();
    await set({ level: "II", key: 1, other: 4 }, "Như cũ");
    const shown = done(await both.get<{ changes: object[] }>(`review/v1/limits/${commune}`));
    expect(shown.changes).toMatchObject([
      { key: 10, reason: "Sổ cũ, chữ mờ", changedByName: "Người chinh", replaced: true },
      { key: 1, reason: "Như cũ", replaced: false },
    ]);
    const { items } = done(
      await checker.get<{ items: { id: string; sample: { recordId: string }[] }[] }>("review/v1/reviews"),
    );
    const record = `review/v1/reviews/${items[0]?.id}/records/${items[0]?.sample[0]?.recordId}`;
    const { revision } = done(await checker.get<{ revision: number }>(record));
    done(await checker.post(`${record}/check`, { recordRevision: revision, marks: [] }));
    const decide = (who: LocalClient) => who.post(`review/v1/lots/${lotId}/decide`, { verdict: "accepted" });
    expect((await decide(both)).body["code"]).toBe("limits-set-by-yourself");
    // The acceptor sees whose they are.
    const { lot } = done(await acceptor.get<{ lot: object }>(`review/v1/lots/${lotId}`));
    expect(lot).toMatchObject({ limitsSetByName: "Người chinh", plan: { level: "I", key: 10 } });
    done(await decide(acceptor));
    await standalone.stop();
  });
});
