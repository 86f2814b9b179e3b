import { once } from "node:events";
import { connect } from "node:net";
import { type Blobs, createInMemoryBlobs } from "@sogoc/core";
import { createWorkbookWriter } from "@sogoc/files";
import { describe, expect, it } from "vitest";
import { createLocalClient, done } from "../../apps/standalone/src/local-client.ts";
import type { Standalone } from "../../apps/standalone/src/standalone.ts";
import { bytesOf } from "../support/test-import.ts";
import { createTestClock, startTestProvince } from "../support/test-province.ts";

interface Opened {
  readonly accountId: string;
  readonly temporaryPassword: string;
  readonly unitId: string;
}
const codeOf = (answer: { body: object }) => (answer.body as { code?: string }).code;

describe("access ends", () => {
  it("with the contract, also for a token already issued; without an end there is no contract", async () => {
    const clock = createTestClock("2026-03-10T23:57:00+07:00");
    const { admin, commune, ports, standalone } = await startTestProvince({ clock });
    const api = createLocalClient(standalone.server);
    const contractor = { name: "Công ty Số Hóa", parentId: commune, from: "2026-01-01" };
    const { unitId } = done(await admin.post<Opened>("accounts/v1/contractors", contractor));
    const person = { signInName: "nha-thau", displayName: "Người nhà thầu", unitId };
    const without = await admin.post("accounts/v1/accounts", person);
    expect([without.status, codeOf(without)]).toEqual([422, "contract-required"]);
    const { accountId, temporaryPassword } = done(
      await admin.post<Opened>("accounts/v1/accounts", { ...person, until: "2026-03-10" }),
    );
    const grant = { role: "clerk", unitId: commune, until: "2026-12-31" };
    done(await admin.post(`accounts/v1/accounts/${accountId}/roles`, grant));
    const first = await api.signIn("nha-thau", temporaryPassword);
    const newPassword = "nha-thau-mat-khau";
    done(await first.post("accounts/v1/password", { currentPassword: temporaryPassword, newPassword }));
    const session = await standalone.server.inject({
      method: "POST",
      url: "/api/accounts/v1/sessions",
      payload: { signInName: "nha-thau", password: newPassword },
    });
    const cookie = String(session.headers["set-cookie"]).split(";")[0] ?? "";
    const authorization = `Bearer ${session.json().accessToken}`;
    const books = () => standalone.server.inject({ url: "/api/entry/v1/books", headers: { authorization } });
    expect((await books()).statusCode).toBe(200);

    // The last day has ended; the token is good for two more minutes.
    clock.set("2026-03-11T00:00:01+07:00");
    expect((await books()).json().code).toBe("account-ended");
    // Also where every signed-in person is let in.
    for (const path of ["accounts/v1/me", "accounts/v1/units", "accounts/v1/sessions"])
      expect(
        (await standalone.server.inject({ url: `/api/${path}`, headers: { authorization } })).json().code,
      ).toBe("account-ended");
    const refreshed = await standalone.server.inject({
      method: "POST",
      url: "/api/accounts/v1/sessions/refresh",
      headers: { cookie },
    });
    expect([refreshed.statusCode, refreshed.json().code]).toEqual([401, "session-refused"]);
    await expect(api.signIn("nha-thau", newPassword)).rejects.toThrow("403");

    // Ended for every service, and not only refused here.
    const { events } = await ports.store.readAll({ after: 0, limit: 1_000, types: ["SessionRevoked"] });
    expect(events).toContainEqual(
      expect.objectContaining({ data: expect.objectContaining({ accountId, reason: "account-ended" }) }),
    );

    // A longer contract is signed: the session of before stays dead.
    const longer = { unitId, until: "2026-12-31", reason: "gia hạn hợp đồng" };
    done(await admin.renew().then((one) => one.post(`accounts/v1/accounts/${accountId}/move`, longer)));
    await standalone.settled();
    expect((await books()).json().code).toBe("account-ended");
    clock.set("2026-03-11T00:00:01+07:00");
    expect(
      (
        await standalone.server.inject({
          method: "POST",
          url: "/api/accounts/v1/sessions/refresh",
          headers: { cookie },
        })
      ).json().code,
    ).toBe("session-refused");
    const again = await api.signIn("nha-thau", newPassword);
    expect((await again.get("accounts/v1/me")).status).toBe(200);
    await standalone.stop();
  });

  it("at once when a contract or a role is cut short, for the token that says more", async () => {
    const clock = createTestClock("2026-03-10T09:00:00+07:00");
    const { admin, commune, person, standalone, signInAgain } = await startTestProvince({ clock });
    const role = { role: "clerk", unitId: commune };
    const clerk = await person("nam", [{ role: "clerk", unitId: commune }]);
    const other = await person("lan", [{ role: "clerk", unitId: commune }]);
    const path = (who: typeof clerk) => `accounts/v1/accounts/${who.account?.id}`;
    const reason = "hết việc sớm";
    const books = async (who: typeof clerk) => codeOf(await who.get("entry/v1/books"));
    // A role that is taken away and given again for a time that is over.
    done(await admin.post(`${path(clerk)}/roles/revoke`, { ...role, reason }));
    done(await admin.post(`${path(clerk)}/roles`, { ...role, from: "2026-03-01", until: "2026-03-09" }));
    await standalone.settled();
    expect(await books(clerk)).toBe("forbidden-role");
    // A contract that ended yesterday.
    done(await admin.post(`${path(other)}/move`, { unitId: commune, until: "2026-03-09", reason }));
    await standalone.settled();
    for (const url of ["accounts/v1/me", "entry/v1/books", "review/v1/reviews", "reporting/v1/books"])
      expect(codeOf(await other.get(url)), url).toBe("account-ended");
    done(await admin.post(`${path(other)}/move`, { unitId: commune, reason }));
    await standalone.settled();
    expect(await books(other)).toBe("session-refused");
    expect((await (await signInAgain("lan")).get("entry/v1/books")).status).toBe(200);
    await standalone.stop();
  });

  it("with the contractor, whose people go on only where another company took over", async () => {
    const clock = createTestClock("2026-03-10T09:00:00+07:00");
    const { admin, commune, province, standalone, person, signInAgain } = await startTestProvince({ clock });
    const company = async (name: string) => {
      const wish = { name, parentId: province, from: "2026-01-01" };
      return done(await admin.post<Opened>("accounts/v1/contractors", wish)).unitId;
    };
    const [left, merged, heir] = [
      await company("Công ty A"),
      await company("Công ty B"),
      await company("Công ty C"),
    ];
    const hired = async (signInName: string, unitId: string) => {
      const client = await person(signInName, [{ role: "clerk", unitId: commune }]);
      const path = `accounts/v1/accounts/${client.account?.id}/move`;
      done(await admin.post(path, { unitId, until: "2026-12-31", endsRoles: false, reason: "hợp đồng" }));
      return client;
    };
    const a = await hired("cua-a", left);
    await hired("cua-b", merged);
    done(await admin.post(`accounts/v1/units/${left}/close`, { on: "2026-03-11", successors: [] }));
    done(await admin.post(`accounts/v1/units/${merged}/close`, { on: "2026-03-11", successors: [heir] }));
    await standalone.settled();
    // Not before its day.
    expect((await a.get("entry/v1/books")).status).toBe(200);
    clock.set("2026-03-10T23:57:00+07:00");
    const [late, other] = [await signInAgain("cua-a"), await signInAgain("cua-b")];
    clock.set("2026-03-11T00:00:01+07:00");
    expect(codeOf(await late.get("entry/v1/books"))).toBe("account-ended");
    expect((await other.get("entry/v1/books")).status).toBe(200);
    const api = createLocalClient(standalone.server);
    await expect(api.signIn("cua-a", "cua-a-mat-khau")).rejects.toThrow("403");
    await api.signIn("cua-b", "cua-b-mat-khau");
    await standalone.stop();
  });

  it("at once when an account is suspended, in every service, and comes back when it is reinstated", async () => {
    const { admin, person, commune, standalone } = await startTestProvince();
    const everything = await person("nam", [
      { role: "clerk", unitId: commune },
      { role: "checker", unitId: commune },
      { role: "province-viewer", unitId: commune },
    ]);
    const paths = ["accounts/v1/me", "entry/v1/books", "review/v1/reviews"];
    for (const path of paths) expect((await everything.get(path)).status, path).toBe(200);
    const account = `accounts/v1/accounts/${everything.account?.id}`;
    done(await admin.post(`${account}/suspend`, { reason: "nghỉ việc" }));
    await standalone.settled();
    for (const path of paths) expect(codeOf(await everything.get(path)), path).toBe("account-suspended");
    const api = createLocalClient(standalone.server);
    await expect(api.signIn("nam", "nam-mat-khau")).rejects.toThrow("403");
    done(await admin.post(`${account}/reinstate`, { reason: "trở lại" }));
    await standalone.settled();
    done(await (await api.signIn("nam", "nam-mat-khau")).get("entry/v1/books"));
    await standalone.stop();
  });

  it("when the person signs out: the token is not taken any more", async () => {
    const { standalone, ports } = await startTestProvince();
    const signedIn = await standalone.server.inject({
      method: "POST",
      url: "/api/accounts/v1/sessions",
      payload: { signInName: "admin", password: "quan-tri-1234" },
    });
    const headers = { authorization: `Bearer ${signedIn.json().accessToken}` };
    const out = await standalone.server.inject({
      method: "DELETE",
      url: "/api/accounts/v1/sessions/current",
      headers,
    });
    expect(out.statusCode).toBe(204);
    await standalone.settled();
    const after = await standalone.server.inject({ url: "/api/accounts/v1/accounts", headers });
    expect(after.json().code).toBe("session-refused");
    expect(await ports.bus.listParked()).toEqual([]);
    await standalone.stop();
  });
});

describe("what is followed live", () => {
  interface Following {
    readonly authorization: string;
    readonly address: string;
    readonly accountId: string;
  }

  const signOut = async ({ authorization, address }: Following) => {
    const current = `${address}/accounts/v1/sessions/current`;
    expect((await fetch(current, { method: "DELETE", headers: { authorization } })).status).toBe(204);
  };

  /**
   * Somebody signed in over the network, who follows one address on a connection that they would
   * keep, until `end` takes their access. Resolves with all that came once the connection is
   * closed; by itself it would stay until the token expires, in five minutes.
   */
  const followToTheEnd = async (
    { server }: Standalone,
    signInName: string,
    pathOf: (following: Following) => Promise<string>,
    end: (following: Following) => Promise<void> = signOut,
  ): Promise<string> => {
    const address = `${await server.listen({ port: 0, host: "127.0.0.1" })}/api`;
    const signedIn = await server.inject({
      method: "POST",
      url: "/api/accounts/v1/sessions",
      payload: { signInName, password: `${signInName}-mat-khau` },
    });
    const { accessToken, account } = signedIn.json<{ accessToken: string; account: { id: string } }>();
    const following = { authorization: `Bearer ${accessToken}`, address, accountId: account.id };
    const path = await pathOf(following);
    const { hostname, port } = new URL(address);
    const socket = connect(Number(port), hostname);
    const accept = "text/event-stream";
    const head = `GET /api/${path} HTTP/1.1\r\nhost: a\r\naccept: ${accept}\r\nauthorization: ${following.authorization}`;
    socket.write(`${head}\r\n\r\n`);
    let told = "";
    const closed = once(socket.setEncoding("utf8"), "close");
    socket.on("data", (part: string) => {
      told += part;
    });
    while (!told.includes("data: ")) await once(socket, "data");
    expect(told).toContain(accept);
    await end(following);
    await closed;
    return told;
  };

  it("ends with the session: figures", async () => {
    const { standalone, person, province } = await startTestProvince();
    await person("son", [{ role: "province-viewer", unitId: province }]);
    const told = await followToTheEnd(standalone, "son", async () => "reporting/v1/changes");
    expect(told).toContain("position");
    await standalone.stop();
  });

  const endings = [
    { what: "the account is suspended", path: "suspend", body: () => ({ reason: "nghỉ việc" }) },
    { what: "the password is reset", path: "password-reset", body: () => ({}) },
    {
      what: "the role is taken away",
      path: "roles/revoke",
      body: (province: string) => ({ role: "province-viewer", unitId: province, reason: "đổi việc" }),
    },
  ];
  it.each(endings)("ends when $what, its connection too", async ({ path, body }) => {
    const { standalone, person, province, admin } = await startTestProvince();
    await person("son", [{ role: "province-viewer", unitId: province }]);
    await followToTheEnd(
      standalone,
      "son",
      async () => "reporting/v1/changes",
      async ({ accountId }) => {
        done(await admin.post(`accounts/v1/accounts/${accountId}/${path}`, body(province)));
      },
    );
    await standalone.stop();
  });

  it("ends when the area that is followed is taken away, also where another is left", async () => {
    const { standalone, person, commune, otherCommune, admin } = await startTestProvince();
    const role = "province-viewer";
    await person("son", [
      { role, unitId: commune },
      { role, unitId: otherCommune },
    ]);
    await followToTheEnd(
      standalone,
      "son",
      async () => `reporting/v1/changes?unitId=${commune}`,
      async ({ accountId }) => {
        const taken = { role, unitId: commune, reason: "đổi việc" };
        done(await admin.post(`accounts/v1/accounts/${accountId}/roles/revoke`, taken));
      },
    );
    await standalone.stop();
  });

  it("ends with the session: an import under way", async () => {
    const blobs = createInMemoryBlobs();
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const slow: Blobs = {
      ...blobs,
      async read(sha256) {
        await held;
        return blobs.read(sha256);
      },
    };
    const { standalone, person, commune } = await startTestProvince({ blobs: slow });
    await person("nam", [{ role: "clerk", unitId: commune }]);
    const told = await followToTheEnd(standalone, "nam", async ({ authorization, address }) => {
      const form = new FormData();
      form.append("file", new Blob(["không phải bảng tính"]), "so.xlsx");
      const url = `${address}/entry/v1/imports?unitId=${commune}&recordType=KS`;
      const sent = await fetch(url, { method: "POST", headers: { authorization }, body: form });
      expect(sent.status).toBe(202);
      const { importId } = (await sent.json()) as { importId: string };
      return `entry/v1/imports/${importId}/progress`;
    });
    expect(told).toContain('"phase":"preparing"');
    expect(told).not.toContain("failed");
    release();
    await standalone.stop();
  });
});

describe("a role in another commune", () => {
  it("shows nothing of the own one: a clerk who checks elsewhere sees only their batches here", async () => {
    const { person, commune, otherCommune, standalone } = await startTestProvince();
    const keeper = await person("thu", [
      { role: "book-keeper", unitId: commune },
      { role: "book-keeper", unitId: otherCommune },
    ]);
    const nam = await person("nam", [
      { role: "clerk", unitId: commune },
      { role: "checker", unitId: otherCommune },
    ]);
    const open = async (unitId: string, bookNumber: string) => {
      const book = { unitId, recordType: "KS", bookNumber, office: "UBND xã Mai Lâm" };
      const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
      return done(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId })).batchId;
    };
    const [own, , elsewhere] = [
      await open(commune, "01/2008"),
      await open(commune, "02/2008"),
      await open(otherCommune, "03/2008"),
    ];
    done(await keeper.post(`entry/v1/batches/${own}/assign`, { accountId: nam.account?.id }));
    await standalone.settled();
    const listed = async (query = "") =>
      done(await nam.get<{ items: { id: string }[] }>(`entry/v1/batches${query}`)).items.map(({ id }) => id);
    expect(await listed()).toEqual([elsewhere, own]);
    expect(await listed("?mine=true")).toEqual([own]);
    await standalone.stop();
  });
});

describe("a role that begins today", () => {
  it("counts from midnight in Viet Nam on, not from seven in the morning", async () => {
    const clock = createTestClock("2026-03-11T00:30:00+07:00");
    const { person, commune, standalone } = await startTestProvince({ clock });
    const keeper = await person("thu", [{ role: "book-keeper", unitId: commune }]);
    const book = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
    const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
    done(await keeper.post("entry/v1/batches", { bookId }));
    // Whoever assigns batches sees them all, not only those given to themselves.
    expect(done(await keeper.get<{ items: unknown[] }>("entry/v1/batches")).items).toHaveLength(1);
    await standalone.stop();
  });
});

describe("an inventory workbook", () => {
  it("registers books row by row and says what became of each", async () => {
    const { person, commune, standalone } = await startTestProvince();
    const keeper = await person("thu", [{ role: "book-keeper", unitId: commune }]);
    const bytes = await bytesOf(async (file) => {
      const writer = createWorkbookWriter(file);
      const headers = ["Loại sổ", "Quyển số", "Nơi đăng ký", "Số trang", "Số trường hợp", "Ghi chú"];
      const sheet = await writer.addSheet(
        "Kiểm kê",
        headers.map((header) => ({ header })),
      );
      for (const row of [
        ["ks", "1/2008", "UBND xã Mai Lâm", "200", "180", "bìa rách"],
        ["KT", "02/2008", "UBND xã Mai Lâm", "", "", ""],
        ["XX", "03/2008", "UBND xã Mai Lâm", "", "", ""],
        ["KS", "hai", "UBND xã Mai Lâm", "nhiều", "", ""],
        ["KS", "00/2009", "UBND xã Mai Lâm", "", "", ""],
        ["KS", "01/2008", "UBND xã Mai Lâm", "", "", ""],
      ]) {
        await sheet.addRow(row);
      }
      await writer.finish();
    });
    interface Row {
      readonly row: number;
      readonly outcome: string;
      readonly bookId?: string;
      readonly detail?: string;
    }
    const path = `entry/v1/books/inventory?unitId=${commune}`;
    const { books } = done(await keeper.upload<{ books: Row[] }>(path, "kiem-ke.xlsx", bytes));
    expect(books.map(({ row, outcome }) => `${row} ${outcome}`)).toEqual([
      ...["2 registered", "3 registered", "4 refused", "5 refused", "6 refused", "7 exists"],
    ]);
    expect(books[2]?.detail).toContain("Loại sổ “XX”");
    expect(books[3]?.detail).toContain("Số trang “nhiều”");
    expect(books[4]?.detail).toContain("Quyển số “00/2009”");
    expect(books[5]?.bookId).toBe(books[0]?.bookId);
    await standalone.settled();
    const shelf = done(await keeper.get<{ items: object[] }>("entry/v1/books")).items;
    expect(shelf).toHaveLength(2);
    expect(shelf[0]).toMatchObject({
      bookNumber: "01/2008",
      pages: 200,
      expectedCases: 180,
      note: "bìa rách",
    });
    const again = done(await keeper.upload<{ books: Row[] }>(path, "kiem-ke.xlsx", bytes)).books;
    expect(again.filter(({ outcome }) => outcome === "registered")).toEqual([]);
    await standalone.stop();
  });
});
