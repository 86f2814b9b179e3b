import { readFile, writeFile } from "node:fs/promises";
import { Role } from "@sogoc/events";
import { createPagePdf } from "@sogoc/files";
import { isUpload } from "@sogoc/http";
import { describe, expect, it } from "vitest";
import { createLocalClient, done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { minimalBody, requiredOf } from "../support/minimal-body.ts";
import {
  birthFields,
  createTestClock,
  startTestProvince,
  type TestProvince,
} from "../support/test-province.ts";

const TABLE = new URL("../../docs/guides/permissions.md", import.meta.url);
const refusals = ["forbidden-role", "outside-area"];

/** What the properties of these names hold in a content that a route takes. */
const valuesByName = {
  recordType: "KS",
  bookNumber: "09/2008",
  office: "UBND xã Mai Lâm",
  fields: birthFields(9),
  reason: "lý do để thử",
  role: "province-viewer",
  kind: "contractor",
  signInName: "nguoi-moi",
  from: "2026-01-01",
  on: "2099-01-01",
  accepted: [{ rule: "8", fields: ["ghiChu"], reason: "lý do để thử" }],
  month: "2026-01",
  why: "unreadable",
  to: "2026-01-31",
};

/** Where the smallest content is none that a person would send. */
const contents: Readonly<Record<string, object>> = {
  "/api/reporting/v1/search": { words: "Nguyễn" },
  "/api/review/v1/limits/:unitId": {
    level: "II",
    key: 1.5,
    other: 4,
    from: "2030-01-01",
    reason: "lý do để thử",
  },
};

/** A batch of one book with one case, submitted and waiting for a lot. */
const furnishWaiting = async (
  { commune, standalone }: TestProvince,
  keeper: LocalClient,
  clerk: LocalClient,
  bookNumber: string,
): Promise<string> => {
  const book = { unitId: commune, recordType: "KS", bookNumber, office: "UBND xã Mai Lâm" };
  const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
  const policy = { acceptance: "lot" };
  const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId, policy }));
  done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
  done(await clerk.post(`entry/v1/batches/${batchId}/records`, { fields: birthFields(1) }));
  done(await clerk.post(`entry/v1/batches/${batchId}/submit`));
  await standalone.settled();
  return batchId;
};

/** One of everything in the first commune, so that every address names something real. */
const furnish = async (test: TestProvince, keeper: LocalClient, clerk: LocalClient) => {
  const { commune, standalone } = test;
  const checker = await test.person("kiem", [{ role: "checker", unitId: commune }]);
  const acceptor = await test.person("duyet", [{ role: "acceptor", unitId: commune }]);
  const manager = await test.person("du-lieu", [{ role: "data-manager", unitId: commune }]);
  const book = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
  const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
  const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId, to: 50 }));
  done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
  const { recordId } = done(
    await clerk.post<{ recordId: string }>(`entry/v1/batches/${batchId}/records`, { fields: birthFields(1) }),
  );
  const workbook = Buffer.from(
    "so,quyenSo,ngayDangKy,noiDangKy,nksHoTen,nksGioiTinh,nksNgaySinh,meHoTen,chaHoTen,nksDanToc,nksQuocTich,meNgaySinh,chaNgaySinh,meDanToc,chaDanToc,meQuocTich,chaQuocTich,nksNoiSinh,nksQueQuan,nksLoaiKhaiSinh,nksNgaySinhBangChu,nksNoiSinhDVHC,meNoiCuTru,chaNoiCuTru\n",
  );
  const { importId } = done(
    await clerk.upload<{ importId: string }>(
      `entry/v1/imports?unitId=${commune}&recordType=KS`,
      "rong.csv",
      workbook,
    ),
  );
  done(await clerk.post(`entry/v1/batches/${batchId}/submit`));
  await standalone.settled();
  const { items } = done(
    await checker.get<{ items: { id: string }[] }>(`review/v1/reviews?batchId=${batchId}`),
  );
  const reviewId = items[0]?.id ?? "";
  const record = done(
    await checker.get<{ revision: number }>(`review/v1/reviews/${reviewId}/records/${recordId}`),
  );
  const check = { recordRevision: record.revision, marks: [] };
  done(await checker.post(`review/v1/reviews/${reviewId}/records/${recordId}/check`, check));
  done(await acceptor.post(`review/v1/reviews/${reviewId}/accept`));
  const correction = { recordId, changes: { ghiChu: { raw: "Sót" } }, reason: "Sót ghi chú" };
  const { correctionId } = done(
    await clerk.post<{ correctionId: string }>("review/v1/corrections", correction),
  );
  const inLot = await furnishWaiting(test, keeper, clerk, "02/2008");
  const waiting = await furnishWaiting(test, keeper, clerk, "03/2008");
  const { lotId } = done(await acceptor.post<{ lotId: string }>("review/v1/lots", { batchIds: [inLot] }));
  const exported = await manager.post<{ exportId: string }>("reporting/v1/exports", { bookId });
  const scan = await keeper.upload<{ files: { scanId?: string }[] }>(
    `entry/v1/books/${bookId}/scans?wholeBook=true`,
    "ca-quyen.pdf",
    createPagePdf({ title: "SỔ ĐĂNG KÝ KHAI SINH", fields: [] }),
  );
  await standalone.settled();
  return {
    params: {
      bookId,
      batchId,
      recordId,
      importId,
      reviewId,
      correctionId,
      lotId,
      unitId: commune,
      code: "KS",
      part: "directory",
      position: "1",
      exchangeId: "none",
      exportId: exported.body.exportId ?? "none",
      scanId: done(scan).files[0]?.scanId ?? "",
      accountId: clerk.account?.id ?? "",
    } as Record<string, string>,
    body: { unitId: commune, parentId: commune, bookId, recordId, batchIds: [waiting] },
    doers: { "book-keeper": keeper, clerk, checker, acceptor, "data-manager": manager },
  };
};

describe("role x route x area x time", () => {
  it("refuses by default and allows exactly what the published table says", async () => {
    const clock = createTestClock("2026-03-10T23:57:00+07:00");
    const test = await startTestProvince({ clock });
    const { commune, otherCommune, standalone, person } = test;
    const keeper = await person("thu", [{ role: "book-keeper", unitId: commune }]);
    const clerk = await person("nam", [{ role: "clerk", unitId: commune }]);
    const { params, body } = await furnish(test, keeper, clerk);

    const people = new Map<string, { own: LocalClient; other: LocalClient; expired: LocalClient }>();
    for (const role of Role.options) {
      people.set(role, {
        own: await person(`${role}-a`, [{ role, unitId: commune }]),
        other: await person(`${role}-b`, [{ role, unitId: otherCommune }], otherCommune),
        expired: await person(`${role}-c`, [{ role, unitId: commune, until: "2026-03-10" }]),
      });
    }
    // The last day has passed, the tokens have not: what is refused now is refused by the contract
    // alone.
    clock.set("2026-03-11T00:01:00+07:00");

    const guarded = standalone.routes.filter(({ permission }) => "roles" in permission);
    expect(guarded.length).toBeGreaterThan(30);
    const lines: string[] = [];
    const faults: string[] = [];
    for (const { method, url, permission, schema } of guarded) {
      const path = url.replace(/:(\w+)/g, (_, name: string) => params[name] ?? `missing-${name}`);
      expect(path, url).not.toContain("missing-");
      const isOfUnit = requiredOf(schema["querystring"]).includes("unitId");
      const query = method === "GET" && !isOfUnit ? "" : `?unitId=${commune}&recordType=KS`;
      const refused = async (client: LocalClient): Promise<boolean> => {
        const target = `${path.slice("/api/".length)}${query}`;
        const answer = method === "GET" ? await client.get(target) : await client.post(target, body);
        expect(answer.status, `${method} ${url}`).toBeLessThan(500);
        return refusals.includes(String(answer.body["code"]));
      };
      const marks: string[] = [];
      const narrowed = "roles" in permission && permission.area === "narrowed-by-query";
      for (const [role, { own, other, expired }] of people) {
        const allowed = !(await refused(own));
        marks.push(allowed ? (narrowed ? "◐" : "●") : "");
        // Lists are open to the role everywhere and narrowed to the caller's own area by the query.
        if ((await refused(other)) === (allowed && narrowed))
          faults.push(`${role} from another area: ${method} ${url}`);
        if (allowed && narrowed && method === "GET") {
          const seen = await other.get(`${path.slice("/api/".length)}`);
          expect(JSON.stringify(seen.body), `${role} ${url}`).not.toContain(commune);
        }
        if (!(await refused(expired))) faults.push(`${role} after their contract: ${method} ${url}`);
      }
      if (marks.every((mark) => mark === "") && !url.includes("/parked"))
        faults.push(`nobody: ${method} ${url}`);
      lines.push(`| ${method} | \`${url}\` | ${marks.join(" | ")} |`);
    }
    expect(faults).toEqual([]);

    const open = standalone.routes.filter(({ permission }) => "open" in permission);
    const table = [
      "# Ai được làm gì / Who may do what",
      "",
      "Made and checked by `tests/system/permissions.spec.ts`, which tries every cell in the own area, in another",
      "area and after the contract's last day (`UPDATE_TABLES=1 npm test` writes it anew), and each allowed one with a",
      "content that its route takes. ● allowed in the own area,",
      "◐ a list narrowed to the own area, empty: refused. `…/parked…` is about the whole system and only for a",
      "`system-admin` of the whole country, whom this table does not have.",
      "",
      `| | | ${Role.options.join(" | ")} |`,
      `| --- | --- | ${Role.options.map(() => ":-:").join(" | ")} |`,
      ...lines.sort(),
      "",
      "Open to anyone: " +
        open
          .filter(({ permission }) => "open" in permission && permission.open === "public")
          .map(({ method, url }) => `\`${method} ${url}\``)
          .join(", "),
      "",
      "Open to anyone signed in, about himself or about what is no person's data: " +
        open
          .filter(({ permission }) => "open" in permission && permission.open === "signed-in")
          .map(({ method, url }) => `\`${method} ${url}\``)
          .join(", "),
      "",
    ].join("\n");
    if (process.env["UPDATE_TABLES"]) await writeFile(TABLE, table);
    expect(table).toBe(await readFile(TABLE, "utf8"));
    await standalone.stop();
  });
});

const rowsOfTable = async () =>
  (await readFile(TABLE, "utf8")).split("\n").filter((line) => /^\| [A-Z]+ \| `/.test(line));

const cellsOf = (row: string) => {
  const [, method = "", address = "", ...marks] = row.split("|").map((cell) => cell.trim());
  return { method, url: address.replaceAll("`", ""), marks };
};

type Operation = TestProvince["standalone"]["routes"][number];

/** How somebody asks by a route of the table, with a content that it takes. */
const requestOf = (
  operation: Operation | undefined,
  { method, url }: { readonly method: string; readonly url: string },
  target: Readonly<Record<string, unknown>>,
) => {
  const path = url
    .slice("/api/".length)
    .replace(/:(\w+)/g, (_, name: string) => String(target[name] ?? "none"));
  const decision = { recordId: target["recordId"], revision: 1, field: "ghiChu", choice: "first" };
  const known: Readonly<Record<string, unknown>> = { ...target, ...valuesByName, decisions: [decision] };
  const query = requiredOf(operation?.schema["querystring"]).map((name) => `${name}=${known[name]}`);
  const asked = query.length > 0 ? `${path}?${query.join("&")}` : path;
  const content = contents[url] ?? (minimalBody(operation?.schema["body"], known) as object);
  return async (who: LocalClient) => {
    if (method === "GET") return who.get<Record<string, unknown>>(asked);
    if (operation && isUpload(operation)) return who.upload(asked, "rong.csv", Buffer.from("so,quyenSo\n"));
    const answer = await who.post(asked, content);
    return answer.status === 428 ? who.post(asked, content, undefined, '"1"') : answer;
  };
};

/** What is wrong with how it was asked, and not with who asks. */
const ofShape = ["invalid-request", "malformed-body", "unsupported-media-type", "precondition-required"];

describe("whoever the table lets in", () => {
  it("is let in: by each route somebody of the role, with a content that the route takes", async () => {
    const test = await startTestProvince();
    const { admin, commune, province, standalone, person } = test;
    const keeper = await person("thu", [{ role: "book-keeper", unitId: commune }]);
    const clerk = await person("nam", [{ role: "clerk", unitId: commune }]);
    const { params, body, doers } = await furnish(test, keeper, clerk);
    const subject = await person("doi-tuong", [{ role: "clerk", unitId: commune }]);
    const target: Record<string, string> = { ...params, accountId: subject.account?.id ?? "" };
    const people = new Map<string, readonly LocalClient[]>();
    for (const role of Role.options) {
      const did: Readonly<Partial<Record<Role, LocalClient>>> = doers;
      const own = await person(`${role}-a`, [{ role, unitId: commune }]);
      // Some things are only for those above.
      const above = await person(`${role}-t`, [{ role, unitId: province }], province);
      people.set(
        role,
        [own, did[role], above].filter((one) => one !== undefined),
      );
    }
    await standalone.settled();
    const operations = new Map(standalone.routes.map((one) => [`${one.method} ${one.url}`, one]));
    const rows = await rowsOfTable();
    // What looks comes before what changes, and what ends an account after all else.
    const order = (row: string) =>
      Number(row.includes("POST")) + Number(/suspend|close|decline|void/.test(row));
    const faults: string[] = [];
    for (const row of rows.toSorted((one, other) => order(one) - order(other))) {
      const { method, url, marks } = cellsOf(row);
      const ask = requestOf(operations.get(`${method} ${url}`), { method, url }, { ...target, ...body });
      for (const [place, role] of Role.options.entries()) {
        if (!marks[place]) continue;
        const said: string[] = [];
        for (const who of people.get(role) ?? []) {
          const answer = await ask(who);
          const code = String(answer.body?.["code"]);
          // Of the account that it is about: whoever asks is none that is suspended.
          const isState = code === "account-suspended" && url.endsWith("/suspend");
          const isOut = (answer.status === 403 && !isState) || ofShape.includes(code);
          said.push(isOut ? `${code} ${JSON.stringify(answer.body["errors"] ?? "")}` : "in");
        }
        if (!said.includes("in")) faults.push(`${role}: ${method} ${url}: ${said.join(", ")}`);
      }
    }
    expect(faults).toEqual([]);
    // Nobody of a unit reads what is parked: the country's administrator does.
    for (const service of ["accounts", "entry", "review", "reporting"])
      expect((await admin.get(`${service}/v1/parked`)).status, service).toBe(200);
    await standalone.stop();
  });
});

const worksOnly = "work that others check";
const asksOnly = "asks, and changes nothing";
const stopsOnly = "stops somebody; nobody gets in by it";

/** Routes that change something and are open to an account that is held, each with the reason. */
const openToHeld: Readonly<Record<string, string>> = {
  "/api/accounts/v1/accounts/:accountId/suspend": stopsOnly,
  "/api/accounts/v1/accounts/:accountId/roles/revoke": stopsOnly,
  "/api/entry/v1/books": worksOnly,
  "/api/entry/v1/books/inventory": worksOnly,
  "/api/entry/v1/batches": worksOnly,
  "/api/entry/v1/batches/:batchId/assign": worksOnly,
  "/api/entry/v1/batches/:batchId/take-back": worksOnly,
  "/api/entry/v1/batches/:batchId/withdraw": worksOnly,
  "/api/entry/v1/batches/:batchId/records": worksOnly,
  "/api/entry/v1/batches/:batchId/records/:recordId/key-again": worksOnly,
  "/api/entry/v1/batches/:batchId/submit": worksOnly,
  "/api/entry/v1/records/:recordId/correct": worksOnly,
  "/api/entry/v1/records/:recordId/let-stand": worksOnly,
  "/api/entry/v1/records/:recordId/void": worksOnly,
  "/api/entry/v1/imports": worksOnly,
  "/api/entry/v1/imports/:importId/confirm": worksOnly,
  "/api/entry/v1/imports/:importId/discard": worksOnly,
  "/api/entry/v1/batches/:batchId/check": asksOnly,
  "/api/reporting/v1/search": asksOnly,
};

describe("an account that may be in another's hands", () => {
  it("decides nothing by any route of the table that changes something", async () => {
    const test = await startTestProvince();
    const { commune, standalone, person, signInAgain } = test;
    const keeper = await person("thu", [{ role: "book-keeper", unitId: commune }]);
    const clerk = await person("nam", [{ role: "clerk", unitId: commune }]);
    const { params, body } = await furnish(test, keeper, clerk);
    const beside = await person("ben-canh", [{ role: "system-admin", unitId: commune }]);
    // Whoever stands beside them has had their passwords in hand.
    const held = new Map<string, LocalClient>();
    for (const role of Role.options.filter((one) => one !== "auditor")) {
      const name = `${role}-bi-giu`;
      const { account } = await person(name, [{ role, unitId: commune }]);
      const path = `accounts/v1/accounts/${account?.id}/password-reset`;
      const reset = done(await beside.post<{ temporaryPassword: string }>(path));
      const first = await createLocalClient(standalone.server).signIn(name, reset.temporaryPassword);
      const change = { currentPassword: reset.temporaryPassword, newPassword: `${name}-mat-khau` };
      done(await first.post("accounts/v1/password", change));
      held.set(role, await signInAgain(name));
    }
    await standalone.settled();
    const operations = new Map(standalone.routes.map((one) => [`${one.method} ${one.url}`, one]));
    const faults: string[] = [];
    const explained = new Set<string>();
    const decided: string[] = [];
    for (const row of await rowsOfTable()) {
      const { method, url, marks } = cellsOf(row);
      if (method === "GET" || url.includes("/parked/")) continue;
      if (openToHeld[url] !== undefined) explained.add(url);
      else decided.push(url);
      const ask = requestOf(operations.get(`${method} ${url}`), { method, url }, { ...params, ...body });
      for (const [place, role] of Role.options.entries()) {
        const who = held.get(role);
        if (!marks[place] || !who) continue;
        const { body: answer } = await ask(who);
        const isHeld = answer["code"] === "account-held";
        if (isHeld !== (openToHeld[url] === undefined))
          faults.push(`${role}: ${method} ${url}: ${answer["code"] ?? "let in"}`);
      }
    }
    expect(faults).toEqual([]);
    expect(Object.keys(openToHeld).filter((url) => !explained.has(url))).toEqual([]);
    expect(decided.length).toBeGreaterThan(20);
    await standalone.stop();
  });
});

const ACCOUNTS_TABLE = new URL("../../docs/guides/account-permissions.md", import.meta.url);

/**
 * What can be done to somebody else's account, each on an account that still is as it was opened.
 */
const accountActions = {
  "password-reset": (path: string) => [`${path}/password-reset`, {}],
  suspend: (path: string) => [`${path}/suspend`, { reason: "nghỉ việc" }],
  "reinstate, suspended from the commune": (path: string) => [`${path}/reinstate`, { reason: "trở lại" }],
  "reinstate, suspended from the country": (path: string) => [`${path}/reinstate`, { reason: "trở lại" }],
  "take the furthest role": (path: string, role: object) => [
    `${path}/roles/revoke`,
    { ...role, reason: "thôi việc" },
  ],
  "give system-admin of the commune": (path: string, _role: object, commune: string) => [
    `${path}/roles`,
    { role: "system-admin", unitId: commune, from: "2026-01-01" },
  ],
} as const satisfies Readonly<
  Record<string, (path: string, role: object, commune: string) => readonly [string, object]>
>;

describe("whose account", () => {
  it("is only for those whose area holds everything that the account reaches", async () => {
    const clock = createTestClock("2026-03-10T23:57:00+07:00");
    const test = await startTestProvince({ clock });
    const { admin, commune, province, otherCommune, standalone, person } = test;
    const callers = {
      "unit-admin of the commune": [{ role: "unit-admin", unitId: commune }],
      "unit-admin of the province": [{ role: "unit-admin", unitId: province }],
      "system-admin of the commune": [{ role: "system-admin", unitId: commune }],
      "system-admin of another commune, unit-admin here": [
        { role: "system-admin", unitId: otherCommune },
        { role: "unit-admin", unitId: commune },
      ],
      "system-admin until yesterday, unit-admin here": [
        { role: "system-admin", unitId: "vn", until: "2026-03-10" },
        { role: "unit-admin", unitId: commune },
      ],
      "system-admin of the country": [{ role: "system-admin", unitId: "vn" }],
    } as const;
    const targets = {
      "clerk of the commune": { role: "clerk", unitId: commune },
      "clerk of the next commune too": { role: "clerk", unitId: otherCommune },
      "auditor of the province": { role: "auditor", unitId: province },
      "unit-admin of the province, from tomorrow": {
        role: "unit-admin",
        unitId: province,
        from: "2026-03-12",
      },
      "system-admin of the commune": { role: "system-admin", unitId: commune },
      "system-admin of the country": { role: "system-admin", unitId: "vn" },
      "once system-admin of the country": { role: "system-admin", unitId: "vn", until: "2026-03-10" },
    } as const;
    const people: [string, LocalClient][] = [];
    for (const [index, [name, grants]] of Object.entries(callers).entries()) {
      people.push([name, await person(`quan-tri-${index}`, grants)]);
    }
    clock.set("2026-03-11T00:01:00+07:00");

    const lines: string[] = [];
    let opened = 0;
    for (const [target, role] of Object.entries(targets)) {
      for (const [action, ask] of Object.entries(accountActions)) {
        const cells: string[] = [];
        for (const [, client] of people) {
          const body = { signInName: `nguoi-${opened++}`, displayName: "Trần Minh", unitId: commune };
          const { accountId } = done(await admin.post<{ accountId: string }>("accounts/v1/accounts", body));
          const path = `accounts/v1/accounts/${accountId}`;
          const give = async (grant: object) => {
            const given = await admin.post(`${path}/roles`, grant);
            expect([200, 409], JSON.stringify(given.body)).toContain(given.status);
          };
          // An auditor holds no other role.
          if (role.role !== "auditor") await give({ role: "clerk", unitId: commune });
          // Before it audits: nobody at the top suspends an auditor.
          if (action.startsWith("reinstate")) {
            const [, lead = admin] = people[0] ?? [];
            const who = action.endsWith("country") ? admin : lead;
            done(await who.post(`${path}/suspend`, { reason: "nghỉ việc" }));
          }
          await give(role);
          await standalone.settled();
          const [url, asked] = ask(path, { role: role.role, unitId: role.unitId }, commune);
          const answer = await client.post(url, asked);
          const code = String(answer.body["code"]);
          // What stands there already was not refused for who asks.
          cells.push(answer.status < 400 || answer.status === 409 ? "●" : code);
        }
        lines.push(`| ${target} | ${action} | ${cells.join(" | ")} |`);
      }
    }
    const names = people.map(([name]) => name);
    const table = [
      "# Tài khoản của ai / Whose account",
      "",
      "Made and checked by `tests/system/permissions.spec.ts` (`UPDATE_TABLES=1 npm test` writes it anew): what can be",
      "done to the account of somebody who works in the commune, is a clerk there, and holds one role more (an auditor none",
      "but that). Above each",
      "column who asks; all of them administer the commune today. ● allowed, otherwise why it is refused.",
      "",
      `| who | what | ${names.join(" | ")} |`,
      `| --- | --- | ${names.map(() => ":-:").join(" | ")} |`,
      ...lines,
      "",
    ].join("\n");
    if (process.env["UPDATE_TABLES"]) await writeFile(ACCOUNTS_TABLE, table);
    expect(table).toBe(await readFile(ACCOUNTS_TABLE, "utf8"));
    await standalone.stop();
  });
});
