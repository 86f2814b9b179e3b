import { describe, expect, it } from "vitest";
import { done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { acceptedBook } from "../support/accepted-book.ts";
import { birthFields, createTestClock } from "../support/test-province.ts";

/** What begins something in a unit: never in a closed one itself. */
const beginsInUnit = [
  "accounts/v1/accounts",
  "accounts/v1/accounts/:accountId/move",
  "accounts/v1/accounts/:accountId/roles",
  "accounts/v1/contractors",
  "accounts/v1/units",
  "accounts/v1/units/:unitId/close",
  "accounts/v1/units/:unitId/lead-designations",
  "accounts/v1/units/:unitId/rename",
  "entry/v1/books",
  "entry/v1/books/inventory",
  "review/v1/limits/:unitId",
];

/** What begins something with what a unit has: of a closed one only by those who took over. */
const beginsOnShelf = [
  "entry/v1/batches",
  "entry/v1/batches/:batchId/assign",
  "entry/v1/books/:bookId/scans",
  "entry/v1/imports",
  "reporting/v1/exports",
  "review/v1/handovers/:bookId/packages",
  "review/v1/lots",
  "review/v1/lots/preview",
];

/** What ends, decides or goes on with what was begun, and what only looks. */
const goesOn = [
  "accounts/v1/accounts/:accountId/password-reset",
  "accounts/v1/accounts/:accountId/reinstate",
  "accounts/v1/accounts/:accountId/roles/revoke",
  "accounts/v1/accounts/:accountId/suspend",
  "accounts/v1/accounts/:accountId/vouch",
  "entry/v1/batches/:batchId/check",
  "entry/v1/batches/:batchId/discrepancies/resolve",
  "entry/v1/batches/:batchId/finish-arbitration",
  "entry/v1/batches/:batchId/records",
  "entry/v1/batches/:batchId/records/:recordId/key-again",
  "entry/v1/batches/:batchId/submit",
  "entry/v1/batches/:batchId/take-back",
  "entry/v1/batches/:batchId/withdraw",
  "entry/v1/books/:bookId/details",
  "entry/v1/books/:bookId/exchanges/:exchangeId/approve",
  "entry/v1/books/:bookId/exchanges/:exchangeId/decline",
  "entry/v1/books/:bookId/office-exchanges",
  "entry/v1/books/:bookId/reconcile",
  "entry/v1/books/:bookId/scan-exchanges",
  "entry/v1/imports/:importId/confirm",
  "entry/v1/imports/:importId/discard",
  "entry/v1/records/:recordId/annotate",
  "entry/v1/records/:recordId/correct",
  "entry/v1/records/:recordId/let-stand",
  "entry/v1/records/:recordId/void",
  "reporting/v1/exports/:exportId/approve",
  "reporting/v1/exports/:exportId/decline",
  "reporting/v1/search",
  "review/v1/corrections",
  "review/v1/corrections/:correctionId/approve",
  "review/v1/corrections/:correctionId/decline",
  "review/v1/handovers/:bookId/accept",
  "review/v1/handovers/:bookId/answers",
  "review/v1/handovers/:bookId/answers/preview",
  "review/v1/handovers/:bookId/confirm",
  "review/v1/handovers/:bookId/confirm-changes",
  "review/v1/lots/:lotId/decide",
  "review/v1/reviews/:reviewId/accept",
  "review/v1/reviews/:reviewId/accept-after-fixes",
  "review/v1/reviews/:reviewId/records/:recordId/check",
  "review/v1/reviews/:reviewId/return",
];

const reason = "sắp xếp đơn vị hành chính";
const day = "2026-07-01";

/** A commune with a book submitted and one never assigned, closed on the first of July. */
const startClosing = async () => {
  const clock = createTestClock("2026-06-30T23:55:00+07:00");
  const book = await acceptedBook(["1"], { clock });
  const { standalone, admin, commune, otherCommune, province, person, bookId } = book;
  const shelf = { recordType: "KS", office: "UBND xã Mai Lâm" };
  const second = { ...shelf, unitId: commune, bookNumber: "02/2008" };
  const opened = done(await book.keeper.post<{ bookId: string }>("entry/v1/books", second));
  const batch = done(
    await book.keeper.post<{ batchId: string }>("entry/v1/batches", { bookId: opened.bookId, to: 5 }),
  );
  const third = { ...shelf, unitId: commune, bookNumber: "03/2008" };
  const inLot = done(await book.keeper.post<{ bookId: string }>("entry/v1/books", third)).bookId;
  const wish = { bookId: inLot, policy: { acceptance: "lot" } };
  const { batchId: lotBatchId } = done(await book.keeper.post<{ batchId: string }>("entry/v1/batches", wish));
  const ofLot = `entry/v1/batches/${lotBatchId}`;
  done(await book.keeper.post(`${ofLot}/assign`, { accountId: book.clerk.account?.id }));
  done(await book.clerk.post(`${ofLot}/records`, { fields: birthFields(1) }));
  done(await book.clerk.post(`${ofLot}/submit`));
  const roles = ["book-keeper", "acceptor", "data-manager", "unit-admin"] as const;
  const withRoles = (unitId: string) => roles.map((role) => ({ role, unitId }));
  const own = await person("nguoi-cu", withRoles(commune));
  const successor = await person("nguoi-moi", withRoles(otherCommune), otherCommune);
  const above = await person("nguoi-tinh", withRoles(province), province);
  const newcomer = await person("khach", []);
  done(await admin.post(`accounts/v1/units/${commune}/close`, { on: day, successors: [otherCommune] }));
  await standalone.settled();
  const ids = { bookId, batchId: batch.batchId, lotBatchId, empty: opened.bookId, unitId: commune };
  return { ...book, ...shelf, clock, own, successor, above, ids, newcomer };
};

type World = Awaited<ReturnType<typeof startClosing>>;

interface Answered {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

let serial = 0;

/** What each route that begins something is asked for. */
const asks = (world: World, who: LocalClient): Readonly<Record<string, () => Promise<Answered>>> => {
  const { ids, recordType, office, commune, otherCommune, newcomer, admin } = world;
  const { bookId, empty, unitId, lotBatchId } = ids;
  const guest = `accounts/v1/accounts/${newcomer.account?.id}`;
  const next = ++serial;
  const limits = { level: "II", key: 1.5, other: 4, from: "2030-01-01", reason };
  const csv = Buffer.from("Loại sổ,Quyển số,Nơi đăng ký\n");
  const upload = (path: string, name: string) => who.upload(path, name, csv);
  return {
    "accounts/v1/accounts": () =>
      who.post("accounts/v1/accounts", { signInName: `moi-${next}`, displayName: "Người mới", unitId }),
    "accounts/v1/accounts/:accountId/move": () => who.post(`${guest}/move`, { unitId, reason }),
    "accounts/v1/accounts/:accountId/roles": () => who.post(`${guest}/roles`, { role: "clerk", unitId }),
    "accounts/v1/contractors": () =>
      who.post("accounts/v1/contractors", { name: `Công ty ${next}`, parentId: unitId, from: "2026-01-01" }),
    "accounts/v1/units": () =>
      admin.post("accounts/v1/units", {
        kind: "contractor",
        name: `Đội ${next}`,
        parentId: unitId,
        from: "2026-01-01",
      }),
    "accounts/v1/units/:unitId/close": () =>
      admin.post(`accounts/v1/units/${unitId}/close`, { on: day, successors: [otherCommune] }),
    "accounts/v1/units/:unitId/lead-designations": () =>
      admin.post(`accounts/v1/units/${unitId}/lead-designations`, { areaId: unitId, from: "2026-01-01" }),
    "accounts/v1/units/:unitId/rename": () =>
      admin.post(`accounts/v1/units/${unitId}/rename`, { name: `Xã Mai Lâm ${next}`, from: "2026-01-01" }),
    "entry/v1/books": () =>
      who.post("entry/v1/books", { unitId, recordType, office, bookNumber: `${10 + next}/2008` }),
    "entry/v1/books/inventory": () => upload(`entry/v1/books/inventory?unitId=${commune}`, "kiem-ke.csv"),
    "review/v1/limits/:unitId": () => who.post(`review/v1/limits/${unitId}`, limits),
    "entry/v1/batches": () =>
      who.post("entry/v1/batches", { bookId: empty, from: 100 * next, to: 100 * next + 5 }),
    "entry/v1/batches/:batchId/assign": () =>
      who.post(`entry/v1/batches/${ids.batchId}/assign`, { accountId: world.clerk.account?.id }),
    "entry/v1/books/:bookId/scans": () => upload(`entry/v1/books/${empty}/scans`, "khong-phai-anh.csv"),
    "entry/v1/imports": () => upload(`entry/v1/imports?unitId=${commune}&recordType=KS`, "so.csv"),
    "reporting/v1/exports": () => who.post("reporting/v1/exports", { bookId }),
    "review/v1/handovers/:bookId/packages": () =>
      who.post(`review/v1/handovers/${bookId}/packages`, { exportId: "none" }),
    "review/v1/lots": () => who.post("review/v1/lots", { batchIds: [lotBatchId, "none"] }),
    "review/v1/lots/preview": () => who.post("review/v1/lots/preview", { batchIds: [lotBatchId] }),
  };
};

/** Which of the routes refuse as closed. */
const refusing = async (world: World, who: LocalClient): Promise<readonly string[]> => {
  const refused: string[] = [];
  for (const [route, ask] of Object.entries(asks(world, who))) {
    const { body, status } = await ask();
    expect(status, `${route}: ${JSON.stringify(body)}`).toBeLessThan(500);
    if (body["code"] === "unit-closed") refused.push(route);
    // Whatever else is refused is not for who asks, or where.
    else
      expect(["forbidden-role", "outside-area", "account-held", "token-expired"], route).not.toContain(
        body["code"],
      );
  }
  return refused.sort();
};

describe("a closed unit", () => {
  it("takes nothing new from its day on, and what it has goes on with who took over", async () => {
    const world = await startClosing();
    const { clock, standalone, signInAgain, clerk } = world;
    const all = [...beginsInUnit, ...beginsOnShelf].sort();
    expect(Object.keys(asks(world, world.own)).sort()).toEqual(all);

    // Five minutes before it is as open as any other.
    expect(await refusing(world, world.own)).toEqual([]);
    expect(await refusing(world, world.above)).toEqual([]);
    // Its successor has nothing to do with it yet.
    const early = await world.successor.post("entry/v1/batches", { bookId: world.ids.empty });
    expect(early.body["code"]).toBe("outside-area");
    const given = { accountId: clerk.account?.id };
    done(await world.own.post(`entry/v1/batches/${world.ids.batchId}/assign`, given));

    clock.set("2026-07-01T00:00:01+07:00");
    const own = await signInAgain("nguoi-cu");
    const later = { ...world, admin: await world.admin.renew() };
    expect(await refusing(later, own)).toEqual(all);
    for (const name of ["nguoi-moi", "nguoi-tinh"])
      expect(await refusing(later, await signInAgain(name)), name).toEqual([...beginsInUnit].sort());

    // What was assigned before is finished by whoever has it.
    const keying = await signInAgain("nam");
    const path = `entry/v1/batches/${world.ids.batchId}`;
    expect((await keying.post(`${path}/check`, { fields: {} })).body["code"]).not.toBe("unit-closed");
    await standalone.stop();
  });

  it("is told of by every route that begins something: each that writes says which it is", async () => {
    const { standalone } = await acceptedBook(["1"]);
    const known = [...beginsInUnit, ...beginsOnShelf, ...goesOn].sort();
    const routes = standalone.routes
      .filter(({ method, permission }) => method !== "GET" && "roles" in permission)
      .map(({ url }) => url.slice("/api/".length))
      .filter((url) => !url.includes("/parked/"));
    expect([...new Set(routes)].sort()).toEqual(known);
    await standalone.stop();
  });
});
