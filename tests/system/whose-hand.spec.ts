import { describe, expect, it } from "vitest";
import { createLocalClient, done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import {
  birthFields,
  createTestClock,
  startTestProvince,
  type TestProvince,
} from "../support/test-province.ts";

const HOUR_MS = 3_600_000;
const CHOSEN = "mat-khau-moi-toanh-1";

interface Told {
  readonly items: readonly {
    readonly type: string;
    readonly who: { readonly name: string; readonly passwordSetBy?: object };
  }[];
}

interface Reviews {
  readonly items: readonly {
    readonly id: string;
    readonly sample: readonly { readonly recordId: string }[];
  }[];
}

/** Gives an account a new password as `by`; answers the first session, and how to go on. */
const resetBy = async ({ standalone }: TestProvince, by: LocalClient, name: string, accountId: string) => {
  const path = `accounts/v1/accounts/${accountId}/password-reset`;
  const { temporaryPassword: currentPassword } = done(await by.post<{ temporaryPassword: string }>(path));
  const api = createLocalClient(standalone.server);
  const choose = async (): Promise<LocalClient> => {
    const first = await api.signIn(name, currentPassword);
    done(await first.post("accounts/v1/password", { currentPassword, newPassword: CHOSEN }));
    return api.signIn(name, CHOSEN);
  };
  return { currentPassword, choose };
};

const furnish = async (policy: object = {}) => {
  const clock = createTestClock("2026-03-10T02:00:00.000Z");
  const test = await startTestProvince({ clock });
  const { commune, province, person } = test;
  const everything = ["unit-admin", "checker", "acceptor", "clerk"] as const;
  const people = {
    keeper: await person("thu", [{ role: "book-keeper", unitId: commune }]),
    clerk: await person("nam", [{ role: "clerk", unitId: commune }]),
    checker: await person("kiem", [{ role: "checker", unitId: commune }]),
    acceptor: await person("duyet", [{ role: "acceptor", unitId: commune }]),
    lead: await person(
      "chinh",
      everything.map((role) => ({ role, unitId: commune })),
    ),
    above: await person("so-tu-phap", [{ role: "unit-admin", unitId: province }], province),
  };
  const { keeper, clerk } = people;
  const nam = clerk.account?.id ?? "";
  const book = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
  const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
  const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId, policy }));
  const assign = (accountId = "") => keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId });
  done(await assign(nam));
  const keyed = async (who: LocalClient): Promise<string> => {
    const path = `entry/v1/batches/${batchId}/records`;
    const { recordId } = done(await who.post<{ recordId: string }>(path, { fields: birthFields(1) }));
    done(await who.post(`entry/v1/batches/${batchId}/submit`));
    await test.standalone.settled();
    return recordId;
  };
  return { ...test, ...people, clock, nam, bookId, batchId, assign, keyed };
};

const reviewOf = async (checker: LocalClient): Promise<string> => {
  const { items } = done(await checker.get<Reviews>("review/v1/reviews"));
  return `review/v1/reviews/${items[0]?.id}`;
};

const check = async (who: LocalClient, review: string, recordId: string) => {
  const { revision } = done(await who.get<{ revision: number }>(`${review}/records/${recordId}`));
  return who.post(`${review}/records/${recordId}/check`, { recordRevision: revision, marks: [] });
};

describe("what is keyed with an account whose password another has set", () => {
  it("says so, and whoever set it neither checks nor accepts it nor decides on a correction of it", async () => {
    const test = await furnish();
    const { standalone, lead, nam, clock, keyed, signInAgain } = test;
    await (await resetBy(test, lead, "nam", nam)).choose();
    await standalone.settled();
    const setAt = clock.now().toISOString();
    const later = async (hours: number) => {
      clock.set(new Date(clock.now().getTime() + hours * HOUR_MS).toISOString());
      return {
        own: await signInAgain("chinh"),
        checker: await signInAgain("kiem"),
        acceptor: await signInAgain("duyet"),
      };
    };
    const sameDay = await later(1);
    const recordId = await keyed(await createLocalClient(standalone.server).signIn("nam", CHOSEN));

    const review = await reviewOf(sameDay.checker);
    const set = { by: "Người chinh", of: "Người nam", at: setAt };
    const shown = done(await sameDay.checker.get(`${review}/records/${recordId}`));
    expect(shown).toMatchObject({ resets: [set] });
    const history = `reporting/v1/records/${recordId}/history`;
    const { items } = done(await sameDay.checker.get<Told>(history));
    expect(items.find(({ type }) => type === "RecordEntered")?.who).toMatchObject({
      name: "Người nam",
      passwordSetBy: { name: "Người chinh", at: setAt },
    });
    expect((await check(sameDay.own, review, recordId)).body["code"]).toBe("reset-by-yourself");
    done(await check(sameDay.checker, review, recordId));
    expect((await sameDay.own.post(`${review}/accept`)).body["code"]).toBe("reset-by-yourself");

    // Neither the next day, when the account is held no more: what was keyed stays what it was.
    const { own, checker, acceptor } = await later(25);
    expect((await own.post(`${review}/accept`)).body["code"]).toBe("reset-by-yourself");
    done(await acceptor.post(`${review}/accept`));
    await standalone.settled();
    const ask = { recordId, changes: { ghiChu: { raw: "Sót" } }, reason: "Sót ghi chú" };
    const asked = done(await checker.post<{ correctionId: string }>("review/v1/corrections", ask));
    await standalone.settled();
    const decide = `review/v1/corrections/${asked.correctionId}`;
    const declined = await own.post(`${decide}/decline`, { reason: "không cần" });
    for (const answer of [await own.post(`${decide}/approve`), declined])
      expect(answer.body["code"]).toBe("reset-by-yourself");
    const listed = await own.get<{ items: readonly { own: boolean }[] }>("review/v1/corrections");
    expect(done(listed).items).toMatchObject([{ own: true, barred: { code: "reset-by-yourself" } }]);
    done(await acceptor.post(`${decide}/approve`));
    await standalone.stop();
  });

  it("is its owner's again once somebody above has vouched, or a day is over", async () => {
    for (const how of ["vouched", "a day later"] as const) {
      const test = await furnish();
      const { standalone, lead, above, nam, clock, keyed } = test;
      await (await resetBy(test, lead, "nam", nam)).choose();
      if (how === "vouched") done(await above.post(`accounts/v1/accounts/${nam}/vouch`));
      else clock.set(new Date(clock.now().getTime() + 24 * HOUR_MS).toISOString());
      await standalone.settled();
      const recordId = await keyed(await createLocalClient(standalone.server).signIn("nam", CHOSEN));
      const checking = await test.signInAgain("chinh");
      expect((await check(checking, await reviewOf(checking), recordId)).body["code"], how).toBeUndefined();
      await standalone.stop();
    }
  });

  it("begins to be so when the password that was set is used, however long it lay there", async () => {
    const test = await furnish();
    const { standalone, lead, nam, clock, keyed } = test;
    const { choose } = await resetBy(test, lead, "nam", nam);
    clock.set(new Date(clock.now().getTime() + 30 * HOUR_MS).toISOString());
    const taken = await choose();
    await standalone.settled();
    const recordId = await keyed(taken);
    const own = await test.signInAgain("chinh");
    const { items } = done(
      await own.get<{ items: readonly { held: boolean; mayVouch: boolean }[] }>(
        "accounts/v1/password-resets",
      ),
    );
    // Told to who did it, and for whom to ask.
    expect(items).toMatchObject([{ held: true, mayVouch: false }]);
    const above = await test.signInAgain("so-tu-phap");
    const told = await above.get<{ items: readonly { held: boolean; mayVouch: boolean }[] }>(
      "accounts/v1/password-resets",
    );
    expect(done(told).items).toMatchObject([{ held: true, mayVouch: true }]);
    expect((await check(own, await reviewOf(own), recordId)).body["code"]).toBe("reset-by-yourself");
    await standalone.stop();
  });

  it("says so of a password that was set from above as well, who does not vouch for it themselves", async () => {
    const test = await furnish();
    const { standalone, above, checker, nam, keyed } = test;
    const taken = await (await resetBy(test, above, "nam", nam)).choose();
    done(await above.post(`accounts/v1/accounts/${nam}/vouch`));
    await standalone.settled();
    const recordId = await keyed(taken);
    const shown = done(await checker.get(`${await reviewOf(checker)}/records/${recordId}`));
    expect(shown).toMatchObject({ resets: [{ by: "Người so-tu-phap", of: "Người nam" }] });
    await standalone.stop();
  });

  it("stays what it is where the account is moved or its roles end", async () => {
    const test = await furnish();
    const { standalone, admin, lead, nam, otherCommune, commune, batchId } = test;
    await (await resetBy(test, lead, "nam", nam)).choose();
    const move = { unitId: otherCommune, reason: "điều chuyển công tác", endsRoles: false };
    done(await admin.post(`accounts/v1/accounts/${nam}/move`, move));
    await standalone.settled();
    const moved = await createLocalClient(standalone.server).signIn("nam", CHOSEN);
    const path = `entry/v1/batches/${batchId}/records`;
    const { recordId } = done(await moved.post<{ recordId: string }>(path, { fields: birthFields(1) }));
    const [entered] = await test.ports.store.readStream(`record-${recordId}`);
    expect(entered?.metadata.actor).toMatchObject({
      unit: otherCommune,
      passwordSetBy: { account: lead.account?.id },
    });
    expect(commune).not.toBe(otherCommune);
    await standalone.stop();
  });
});

describe("a case keyed twice", () => {
  it("is neither keyed again nor decided by whoever had set the password of its first keyer", async () => {
    const test = await furnish({ keying: "double-identity" });
    const { standalone, lead, checker, clerk, nam, person, commune, batchId, assign, keyed } = test;
    const recordId = await keyed(await (await resetBy(test, lead, "nam", nam)).choose());
    expect((await assign(lead.account?.id)).body["code"]).toBe("reset-by-yourself");
    const second = await person("hoa", [{ role: "clerk", unitId: commune }]);
    done(await assign(second.account?.id));
    const { so: _, ...birth } = birthFields(1);
    const asked = done(await second.get<{ fields: string[] }>(`entry/v1/batches/${batchId}/second-keying`));
    const fields = {
      ...Object.fromEntries(Object.entries(birth).filter(([code]) => asked.fields.includes(code))),
      meHoTen: { raw: "Trần Thị Khác" },
    };
    done(await second.post(`entry/v1/batches/${batchId}/records/${recordId}/key-again`, { fields }));
    done(await second.post(`entry/v1/batches/${batchId}/submit`));
    await standalone.settled();
    const differences = `entry/v1/batches/${batchId}/discrepancies`;
    const { items } = done(await checker.get<{ items: { revision: number; field: string }[] }>(differences));
    const decisions = items.map(({ revision, field }) => ({ recordId, revision, field, choice: "second" }));
    const decide = (who: LocalClient) => who.post(`${differences}/resolve`, { decisions });
    expect((await decide(lead)).body["code"]).toBe("reset-by-yourself");
    done(await decide(checker));
    expect(clerk.account?.id).toBe(nam);
    await standalone.stop();
  });
});

describe("a password that another has set", () => {
  it("opens nothing before its owner has chosen their own: every route says so", async () => {
    const test = await furnish();
    const { standalone, lead, nam } = test;
    const { currentPassword, choose } = await resetBy(test, lead, "nam", nam);
    const session = await standalone.server.inject({
      method: "POST",
      url: "/api/accounts/v1/sessions",
      payload: { signInName: "nam", password: currentPassword },
    });
    const authorization = `Bearer ${session.json().accessToken}`;
    const isOpen = (permission: (typeof standalone.routes)[number]["permission"]) =>
      "open" in permission && (permission.open === "public" || permission.before === "password-change");
    const shut = standalone.routes.filter(({ permission }) => !isOpen(permission));
    expect(shut.length).toBeGreaterThan(100);
    for (const { method, url } of shut) {
      const asked = {
        method: method as "GET",
        url: url.replace(/:(\w+)/g, "none"),
        headers: { authorization },
      };
      const answer = await standalone.server.inject(asked);
      expect([url, answer.json().code]).toEqual([url, "password-change-required"]);
    }
    // What stays open is about the person alone.
    const open = standalone.routes.filter(
      ({ permission }) => isOpen(permission) && !("open" in permission && permission.open === "public"),
    );
    expect(open.map(({ method, url }) => `${method} ${url}`).sort()).toEqual([
      "DELETE /api/accounts/v1/sessions/current",
      "GET /api/accounts/v1/me",
      "POST /api/accounts/v1/password",
    ]);
    done(await (await choose()).get("accounts/v1/me"));
    await standalone.stop();
  });
});

it("a mark goes by another's hand in its checker's account only with a reason, which the verdict shows", async () => {
  const test = await furnish();
  const { above, acceptor, checker, clerk, keyed, standalone } = test;
  const recordId = await keyed(clerk);
  const review = await reviewOf(checker);
  const sampled = `${review}/records/${recordId}`;
  interface Seen {
    readonly revision: number;
    readonly marks: readonly { readonly needsReason: boolean; readonly ofOthers: boolean }[];
  }
  const checkAs = async (who: LocalClient, marks: readonly object[], because?: string) => {
    const { revision, marks: seen } = done(await who.get<Seen>(sampled));
    const withdrawn = because === undefined ? undefined : [{ field: "nksNoiSinh", reason: because }];
    done(await who.post(`${sampled}/check`, { recordRevision: revision, marks, withdrawn }));
    await standalone.settled();
    return seen;
  };
  const minor = { field: "nksNoiSinh", severity: "minor", reason: "Thiếu xã" };
  const accept = () => acceptor.post(`${review}/accept`);
  const marksNow = async () => done(await acceptor.get<{ marks: object[] }>(`${review}/standing`)).marks;
  await checkAs(checker, [minor]);
  expect(done(await checker.get<Seen>(sampled)).marks).toMatchObject([{ needsReason: false }]);

  const taken = await resetBy(test, above, "kiem", checker.account?.id ?? "");
  const inTheirHand = await taken.choose();
  await standalone.settled();
  const seen = await checkAs(inTheirHand, []);
  expect(seen).toMatchObject([{ ofOthers: false, needsReason: true }]);
  expect(await marksNow()).toMatchObject([{ ...minor, standing: "wrong", markedBy: ["Người kiem"] }]);
  expect((await accept()).status).toBe(409);

  await checkAs(inTheirHand, [], "Sổ ghi đúng như vậy");
  expect(await marksNow()).toMatchObject([
    {
      ...minor,
      standing: "withdrawn",
      withdrawnBy: "Người kiem",
      withdrawnSetters: ["Người so-tu-phap"],
      because: "Sổ ghi đúng như vậy",
    },
  ]);
  done(await accept());
  await standalone.stop();
});

it("a critical error goes only with a reason, also by who marked it and nobody else", async () => {
  const { acceptor, checker, clerk, keyed, standalone } = await furnish();
  const recordId = await keyed(clerk);
  const review = await reviewOf(checker);
  const sampled = `${review}/records/${recordId}`;
  const critical = { field: "nksHoTen", severity: "critical", reason: "Sai tên" };
  const checkWith = async (marks: readonly object[], withdrawn?: readonly object[]) => {
    const { revision } = done(await checker.get<{ revision: number }>(sampled));
    done(await checker.post(`${sampled}/check`, { recordRevision: revision, marks, withdrawn }));
    await standalone.settled();
  };
  await checkWith([critical]);
  await checkWith([]);
  expect((await acceptor.post(`${review}/accept`)).body["code"]).toBe("error-limit-exceeded");
  const standing = done(await acceptor.get<{ marks: object[] }>(`${review}/standing`));
  expect(standing.marks).toMatchObject([{ ...critical, standing: "wrong" }]);
  await checkWith([], [{ field: "nksHoTen", reason: "Nhìn nhầm trang" }]);
  const after = done(await acceptor.get<{ marks: object[] }>(`${review}/standing`));
  expect(after.marks).toMatchObject([
    { standing: "withdrawn", withdrawnBy: "Người kiem", because: "Nhìn nhầm trang" },
  ]);
  done(await acceptor.post(`${review}/accept`));
  await standalone.stop();
});
