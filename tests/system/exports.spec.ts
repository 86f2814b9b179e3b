import { describe, expect, it } from "vitest";
import { createLocalClient, done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { acceptedBook, answer } from "../support/accepted-book.ts";
import { createTestClock } from "../support/test-province.ts";

const DAY_MS = 24 * 3_600_000;
const twelve = Array.from({ length: 12 }, (_, at) => String(at + 1));

interface Followed {
  readonly phase: string;
  readonly standing?: string;
  readonly manifestOnly?: boolean;
  readonly contents?: {
    readonly records: number;
    readonly numbers: readonly string[];
    readonly alone: boolean;
  };
}

const open = async (numbers = twelve) => {
  const clock = createTestClock("2026-03-10T02:00:00.000Z");
  const book = await acceptedBook(numbers, { clock });
  const { standalone, bookId, signInAgain } = book;
  const ask = async (who: LocalClient, recordIds?: readonly string[], purpose?: string) =>
    done(await who.post<{ exportId: string }>("reporting/v1/exports", { bookId, recordIds, purpose }))
      .exportId;
  const follow = async (who: LocalClient, exportId: string) =>
    done(await who.get<Followed>(`reporting/v1/exports/${exportId}`));
  const standingOf = async (who: LocalClient, exportId: string) => {
    await expect.poll(async () => (await follow(who, exportId)).phase).toBe("finished");
    await standalone.settled();
    return (await follow(who, exportId)).standing;
  };
  /** Somebody else's session after so many days. */
  const later = async (days: number, signInName: string) => {
    clock.set(new Date(clock.now().getTime() + days * DAY_MS).toISOString());
    return signInAgain(signInName);
  };
  return { ...book, ask, follow, standingOf, later };
};

describe("a few records at a time", () => {
  it("are a book once they add up to it within seven days, whoever asks in whatever pieces", async () => {
    const { manager, acceptor, recordIds, ask, standingOf, follow, later, standalone } = await open();
    const [first, second] = [recordIds.slice(0, 5), recordIds.slice(5, 10)];
    const few = await ask(manager, first);
    expect(await standingOf(manager, few)).toBe("ready");
    // The same ones again are no more than they were.
    expect(await standingOf(manager, await ask(manager, first))).toBe("ready");
    const more = await ask(manager, second);
    expect(await standingOf(manager, more)).toBe("awaits-approval");
    const file = `reporting/v1/exports/${more}/workbook.xlsx`;
    expect((await manager.get(file)).body).toMatchObject({ code: "export-not-approved" });
    // Who decides is told what is in it.
    expect((await follow(acceptor, more)).contents).toMatchObject({
      records: 5,
      numbers: ["6", "7", "8", "9", "10"],
      alone: true,
    });
    const { items } = done(await acceptor.get<{ items: object[] }>("reporting/v1/exports"));
    expect(items).toContainEqual(
      expect.objectContaining({ exportId: more, records: 5, inBook: 12, office: "UBND xã Mai Lâm" }),
    );
    done(await acceptor.post(`reporting/v1/exports/${more}/approve`));
    expect((await manager.get(file)).status).toBe(200);
    const again = await later(8, "du-lieu");
    expect(await standingOf(again, await ask(again, second))).toBe("ready");
    await standalone.stop();
  });

  it("are counted of the book, whoever takes them: two people with half of it each have it", async () => {
    const { manager, recordIds, ask, standingOf, later, person, commune, standalone } = await open();
    const [first, second] = [recordIds.slice(0, 5), recordIds.slice(5, 10)];
    const other = await person("du-lieu-2", [{ role: "data-manager", unitId: commune }]);
    expect(await standingOf(manager, await ask(manager, first))).toBe("ready");
    // What somebody has taken already is nothing more of the book, whoever takes it again.
    expect(await standingOf(other, await ask(other, first))).toBe("ready");
    const rest = await ask(other, second);
    expect(await standingOf(other, rest)).toBe("awaits-approval");
    const refused = await other.get<{ code: string; title: string }>(
      `reporting/v1/exports/${rest}/workbook.xlsx`,
    );
    expect(refused.body.code).toBe("export-not-approved");
    expect(refused.body.title).toMatch(/người thứ hai.*trang Xuất tệp/);
    // Nobody lets go what they have asked for.
    expect((await other.post(`reporting/v1/exports/${rest}/approve`)).body["code"]).toBe(
      "export-of-yourself",
    );
    const again = await later(8, "du-lieu-2");
    expect(await standingOf(again, await ask(again, second))).toBe("ready");
    await standalone.stop();
  });

  it("are a book where they are all of it, however small it is", async () => {
    const { manager, recordIds, ask, standingOf, person, commune, standalone } = await open(["1", "2", "3"]);
    const other = await person("du-lieu-2", [{ role: "data-manager", unitId: commune }]);
    expect(await standingOf(manager, await ask(manager, recordIds))).toBe("awaits-approval");
    expect(await standingOf(manager, await ask(manager, recordIds.slice(0, 2)))).toBe("ready");
    expect(await standingOf(other, await ask(other, recordIds.slice(2)))).toBe("awaits-approval");
    await standalone.stop();
  });

  it("are cases of the book: what is none of it is refused, and counts for nothing", async () => {
    const { bookId, manager, keeper, recordIds, ask, standingOf, person, commune, standalone } = await open();
    const other = await person("du-lieu-2", [{ role: "data-manager", unitId: commune }]);
    const shelved = { unitId: commune, recordType: "KS", bookNumber: "02/2008", office: "UBND xã Mai Lâm" };
    const { bookId: elsewhere } = done(await keeper.post<{ bookId: string }>("entry/v1/books", shelved));
    const [first = "", second = ""] = recordIds;
    const strangers = Array.from({ length: 5 }, () => crypto.randomUUID());
    for (const [book, asked, count] of [
      [bookId, strangers, 5],
      [bookId, [first, ...strangers.slice(0, 1)], 1],
      [elsewhere, [first], 1],
    ] as const) {
      const refused = await manager.post("reporting/v1/exports", { bookId: book, recordIds: asked });
      expect(refused.status).toBe(422);
      expect(refused.body).toMatchObject({ code: "records-not-of-book", params: { records: count } });
    }
    expect(await standingOf(other, await ask(other, [first, second]))).toBe("ready");
    await standalone.stop();
  });

  it("are a book where they are half of it, and where they are asked for all at once", async () => {
    const { manager, recordIds, ask, standingOf, standalone } = await open();
    const pieces = [recordIds.slice(0, 4), recordIds.slice(4, 8), recordIds.slice(8, 12)];
    const asked = await Promise.all(pieces.map((piece) => ask(manager, piece)));
    const standings = await Promise.all(asked.map((one) => standingOf(manager, one)));
    expect(standings.sort()).toEqual(["awaits-approval", "awaits-approval", "ready"]);
    expect(await standingOf(manager, await ask(manager, recordIds))).toBe("awaits-approval");
    await standalone.stop();
  });
});

describe("sheets of paper", () => {
  const six = twelve.slice(0, 6);
  const sheetOf = (recordId: string | undefined) => `reporting/v1/records/${recordId}/look-up-sheet.pdf`;

  it("count for the book, whoever prints them, until a second person has let it go", async () => {
    const { manager, acceptor, keeper, recordIds, ask, standingOf, later, standalone } = await open(six);
    for (const [at, recordId] of recordIds.slice(0, 4).entries())
      expect((await (at % 2 ? keeper : manager).get(sheetOf(recordId))).status).toBe(200);
    // With what is exported of it, too.
    expect(await standingOf(manager, await ask(manager, recordIds.slice(4, 5)))).toBe("ready");
    expect(await standingOf(manager, await ask(manager, recordIds.slice(5)))).toBe("awaits-approval");
    const [, , , , , last] = recordIds;
    for (const who of [manager, keeper, acceptor]) {
      const refused = await who.get(sheetOf(last));
      expect([refused.status, refused.body["code"]]).toEqual([409, "sheets-amount-to-book"]);
    }
    // What was printed is printed again, and the case is read on the screen as before.
    expect((await acceptor.get(sheetOf(recordIds[0]))).status).toBe(200);
    expect((await manager.get(`reporting/v1/records/${last}`)).status).toBe(200);
    const whole = await ask(manager);
    expect(await standingOf(manager, whole)).toBe("awaits-approval");
    expect((await manager.get(sheetOf(last))).status).toBe(409);
    done(await acceptor.post(`reporting/v1/exports/${whole}/approve`));
    expect((await manager.get(sheetOf(last))).status).toBe(200);
    expect((await keeper.get(sheetOf(last))).status).toBe(409);
    const late = await later(8, "thu");
    expect((await late.get(sheetOf(last))).status).toBe(200);
    await standalone.stop();
  });

  it("are printed of the only case of a book", async () => {
    const { manager, keeper, recordIds, standalone } = await open(["1"]);
    for (const who of [manager, keeper, manager])
      expect((await who.get(sheetOf(recordIds[0]))).status).toBe(200);
    await standalone.stop();
  });
});

describe("a package for the national database", () => {
  it("needs no further word where somebody else has accepted the book, and one where its asker has", async () => {
    const book = await open(["1", "2", "3"]);
    const { manager, accept, admin, acceptor, ask, standingOf, signInAgain, commune, standalone } = book;
    await accept();
    expect(await standingOf(manager, await ask(manager, undefined, "hand-over"))).toBe("ready");
    const role = { role: "data-manager", unitId: commune };
    done(await admin.post(`accounts/v1/accounts/${acceptor.account?.id}/roles`, role));
    const both = await signInAgain("duyet");
    const own = await ask(both, undefined, "hand-over");
    expect(await standingOf(both, own)).toBe("awaits-approval");
    const packages = `review/v1/handovers/${book.bookId}/packages`;
    expect((await both.post(packages, { exportId: own })).body["code"]).toBe("export-not-approved");
    expect((await both.post(`reporting/v1/exports/${own}/approve`)).body["code"]).toBe("export-of-yourself");
    done(await manager.post(`reporting/v1/exports/${own}/approve`));
    done(await both.post(packages, { exportId: own }));
    await standalone.settled();
    // Handed over: nobody waits for the whole book any more.
    expect(await standingOf(manager, await ask(manager, undefined, "hand-over"))).toBe("awaits-approval");
    await standalone.stop();
  });
});

describe("a package that is made once more", () => {
  const seven = Array.from({ length: 7 }, (_, at) => String(at + 1));
  const decision = { number: "12/QĐ-UBND", day: "2026-03-02", issuedBy: "UBND xã Mai Lâm" };

  /** A book of seven cases, handed over and loaded; `note` makes cases outstanding again. */
  const loaded = async () => {
    const book = await open(seven);
    const { manager, accept, ask, standingOf, path, standalone } = book;
    await accept();
    const first = await ask(manager, undefined, "hand-over");
    expect(await standingOf(manager, first)).toBe("ready");
    const handOver = async (exportId: string) => {
      await standalone.settled();
      done(await manager.post(`${path}/packages`, { exportId }));
      await standalone.settled();
    };
    await handOver(first);
    done(
      await answer(
        manager,
        path,
        seven.map((number) => `${number},Thành công,`),
      ),
    );
    await standalone.settled();
    const note = async (recordIds: readonly string[]) => {
      const text = "Ghi chú theo quyết định";
      for (const id of recordIds)
        done(await manager.post(`entry/v1/records/${id}/annotate`, { text, decision }));
      await standalone.settled();
      done(await book.confirmChanges());
    };
    return { ...book, handOver, note };
  };

  it("waits for a second person where one alone has had all of the book sent again", async () => {
    const book = await loaded();
    const { manager, acceptor, recordIds, ask, standingOf, note, handOver, standalone } = book;
    await note(recordIds);
    const all = await ask(manager, recordIds, "hand-over");
    expect(await standingOf(manager, all)).toBe("awaits-approval");
    for (const name of ["workbook.xlsx", "scans.zip"])
      expect((await manager.get(`reporting/v1/exports/${all}/${name}`)).body, name).toMatchObject({
        code: "export-not-approved",
      });
    done(await acceptor.post(`reporting/v1/exports/${all}/approve`));
    expect((await manager.get(`reporting/v1/exports/${all}/workbook.xlsx`)).status).toBe(200);
    await handOver(all);
    await standalone.stop();
  });

  it("is counted with what is taken a few cases at a time, whatever either is for", async () => {
    const book = await loaded();
    const { manager, recordIds, ask, standingOf, note, later, standalone } = book;
    await note(recordIds);
    expect(await standingOf(manager, await ask(manager, recordIds.slice(0, 2), "hand-over"))).toBe("ready");
    expect(await standingOf(manager, await ask(manager, recordIds.slice(2, 4)))).toBe("ready");
    // The same ones again are no more than they were.
    expect(await standingOf(manager, await ask(manager, recordIds.slice(0, 2), "hand-over"))).toBe("ready");
    const rest = await ask(manager, recordIds.slice(4), "hand-over");
    expect(await standingOf(manager, rest)).toBe("awaits-approval");
    expect(await standingOf(manager, await ask(manager, recordIds.slice(4)))).toBe("awaits-approval");
    const again = await later(8, "du-lieu");
    expect(await standingOf(again, await ask(again, recordIds.slice(4), "hand-over"))).toBe("ready");
    await standalone.stop();
  });

  it("is the first one still while that lies ready, and waits for a second person afterwards", async () => {
    const { manager, accept, ask, standingOf, later, standalone } = await open(["1", "2", "3"]);
    await accept();
    expect(await standingOf(manager, await ask(manager, undefined, "hand-over"))).toBe("ready");
    const soon = await later(6, "du-lieu");
    expect(await standingOf(soon, await ask(soon, undefined, "hand-over"))).toBe("ready");
    // Seven days after the first one, though the second one lies ready as yet.
    const late = await later(1, "du-lieu");
    expect(await standingOf(late, await ask(late, undefined, "hand-over"))).toBe("awaits-approval");
    await standalone.stop();
  });
});

describe("an export whose time is over", () => {
  it("is refused by every reader, though nobody has swept it", async () => {
    const { acceptor, manager, bookId, accept, ask, standingOf, later, standalone } = await open(["1", "2"]);
    await accept();
    const whole = await ask(manager);
    expect(await standingOf(manager, whole)).toBe("awaits-approval");
    done(await acceptor.post(`reporting/v1/exports/${whole}/approve`));
    const sent = await ask(manager, undefined, "hand-over");
    expect(await standingOf(manager, sent)).toBe("ready");
    const late = await later(7, "du-lieu");
    const decider = await later(0, "duyet");
    for (const exportId of [whole, sent]) {
      for (const name of ["workbook.xlsx", "scans.zip", "manifest.json", "manifest.jws"])
        expect((await late.get(`reporting/v1/exports/${exportId}/${name}`)).body, name).toMatchObject({
          code: "export-expired",
        });
      const handOver = await late.post(`review/v1/handovers/${bookId}/packages`, { exportId });
      expect(handOver.body["code"]).toBe("export-expired");
      const approve = await decider.post(`reporting/v1/exports/${exportId}/approve`);
      expect(approve.body["code"]).toBe("export-expired");
    }
    await standalone.stop();
  });
});

describe("what lies ready for longer", () => {
  it("is the manifest of what was handed over, and neither its workbook and scans nor a few records", async () => {
    const book = await open(["1", "2", "3"]);
    const { manager, accept, ask, standingOf, follow, later, recordIds, path, standalone } = book;
    await accept();
    const few = await ask(manager, recordIds.slice(0, 2));
    expect(await standingOf(manager, few)).toBe("ready");
    const sent = await ask(manager, undefined, "hand-over");
    expect(await standingOf(manager, sent)).toBe("ready");
    done(await manager.post(`${path}/packages`, { exportId: sent }));
    await standalone.settled();
    const late = await later(7, "du-lieu");
    expect(await follow(late, few)).toMatchObject({ standing: "expired" });
    expect(await follow(late, sent)).toMatchObject({ standing: "ready", manifestOnly: true });
    const answersOf = async (exportId: string) =>
      Promise.all(
        ["workbook.xlsx", "scans.zip", "manifest.json", "manifest.jws"].map(
          async (name) => (await late.get(`reporting/v1/exports/${exportId}/${name}`)).status,
        ),
      );
    expect(await answersOf(few)).toEqual([410, 410, 410, 410]);
    expect(await answersOf(sent)).toEqual([410, 410, 200, 200]);
    await standalone.stop();
  });
});

describe("a data manager who is held", () => {
  it("asks for no export, takes none and lets none go", async () => {
    const { manager, acceptor, bookId, commune, person, ask, standingOf, standalone } = await open([
      "1",
      "2",
    ]);
    const exportId = await ask(manager);
    expect(await standingOf(manager, exportId)).toBe("awaits-approval");
    done(await acceptor.post(`reporting/v1/exports/${exportId}/approve`));
    const lead = await person("chinh", [{ role: "unit-admin", unitId: commune }]);
    const reset = `accounts/v1/accounts/${manager.account?.id}/password-reset`;
    const { temporaryPassword } = done(await lead.post<{ temporaryPassword: string }>(reset));
    const api = createLocalClient(standalone.server);
    const first = await api.signIn("du-lieu", temporaryPassword);
    const change = { currentPassword: temporaryPassword, newPassword: "chiem-tai-khoan-1" };
    done(await first.post("accounts/v1/password", change));
    const taken = await api.signIn("du-lieu", "chiem-tai-khoan-1");
    const path = `reporting/v1/exports/${exportId}`;
    const asked = await taken.post("reporting/v1/exports", { bookId });
    expect(asked.body["code"]).toBe("account-held");
    for (const name of ["workbook.xlsx", "scans.zip", "manifest.json", "manifest.jws"])
      expect((await taken.get(`${path}/${name}`)).body, name).toMatchObject({ code: "account-held" });
    expect((await taken.post(`${path}/approve`)).body["code"]).toBe("account-held");
    await standalone.stop();
  });
});

it("an export goes on being listed under the office that its book had when it was made", async () => {
  const { manager, bookId, recordIds, ask, standingOf, later, standalone } = await open();
  const before = await ask(manager, recordIds.slice(0, 2));
  expect(await standingOf(manager, before)).toBe("ready");
  const keeper = await later(1, "thu");
  const changed = { office: "UBND xã Bình Khê", reason: "theo bìa sổ" };
  done(await keeper.post(`entry/v1/books/${bookId}/details`, changed));
  await standalone.settled();
  const again = await later(1, "du-lieu");
  const after = await ask(again, recordIds.slice(0, 1));
  expect(await standingOf(again, after)).toBe("ready");
  const { items } = done(
    await again.get<{ items: { exportId: string; office: string }[] }>("reporting/v1/exports"),
  );
  expect(items.map(({ exportId, office }) => [exportId, office])).toEqual([
    [after, "UBND xã Bình Khê"],
    [before, "UBND xã Mai Lâm"],
  ]);
  await standalone.stop();
});
