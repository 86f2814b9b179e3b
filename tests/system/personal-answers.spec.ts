import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { oneOfEach } from "../support/one-of-each.ts";
import { birthFields, startTestProvince } from "../support/test-province.ts";

const filled = (url: string): string => url.replace(/:\w+/g, "khong-co").replace("*", "khong-co");

describe("answers that may be somebody's", () => {
  it("are kept by no browser and no proxy, whatever the route and the outcome", async () => {
    const { standalone } = await startTestProvince();
    const { server, routes } = standalone;
    const signedIn = await server.inject({
      method: "POST",
      url: "/api/accounts/v1/sessions",
      payload: { signInName: "admin", password: "quan-tri-1234" },
    });
    expect(signedIn.headers["cache-control"]).toBe("no-store");
    const authorization = `Bearer ${signedIn.json().accessToken}`;
    expect(routes.length).toBeGreaterThan(100);
    const outcomes = new Set<number>();
    // Last what ends the session.
    const isSignOut = ({ method, url }: (typeof routes)[number]) =>
      method === "DELETE" && url.includes("/sessions/");
    for (const { method, url } of [...routes].sort((a, b) => Number(isSignOut(a)) - Number(isSignOut(b)))) {
      // Live streams are answers that do not end.
      if (url.endsWith("/changes") || url.endsWith("/progress")) continue;
      for (const headers of [{}, { authorization }]) {
        const answer = await server.inject({
          method: method as "GET",
          url: filled(url),
          headers,
          ...(method === "GET" ? {} : { payload: {} }),
        });
        outcomes.add(answer.statusCode);
        expect(answer.headers["cache-control"], `${method} ${url} ${answer.statusCode}`).toContain(
          "no-store",
        );
      }
    }
    // Not only refusals were looked at.
    for (const seen of [200, 401, 403, 404, 422]) expect([...outcomes]).toContain(seen);
    for (const url of ["/api/entry/docs/openapi.json", "/health/ready", "/khong-co", "/api/khong-co"])
      expect((await server.inject(url)).headers["cache-control"], url).toBe("no-store");
    await standalone.stop();
  });

  it("mask identity numbers where findings, reasons and marks quote them in lists", async () => {
    const test = await startTestProvince();
    const { standalone, commune: unitId } = test;
    const { keeper, clerk, checker, acceptor } = await oneOfEach(test);
    const numbers = ["0013080012345", "098765432", "12345678X"];
    const [own = "", mother = "", paper = ""] = numbers;
    const book = { unitId, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
    const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
    const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId }));
    const batch = `entry/v1/batches/${batchId}`;
    done(await keeper.post(`${batch}/assign`, { accountId: clerk.account?.id }));
    const fields = {
      ...birthFields(1),
      nksSoDinhDanh: { raw: own },
      meSoDinhDanhCaNhan: { raw: mother },
      meLoaiGiayToTuyThan: { raw: "1" },
      meSoGiayToTuyThan: { raw: paper },
    };
    type Refused = { errors: { rule: string; fields: string[] }[] };
    const { body } = await clerk.post<Refused>(`${batch}/records`, { fields });
    const accepted = body.errors.map(({ rule, fields: about }) => ({
      rule,
      fields: about,
      reason: `đúng như sổ: 001 308 001 2345`,
    }));
    const { recordId } = done(
      await clerk.post<{ recordId: string }>(`${batch}/records`, { fields, accepted }),
    );
    done(await clerk.post(`${batch}/submit`));
    await standalone.settled();
    const { items } = done(await checker.get<{ items: { id: string }[] }>("review/v1/reviews"));
    const review = `review/v1/reviews/${items[0]?.id}`;
    const lists: readonly [string, readonly LocalClient[]][] = [
      [`${review}/findings`, [checker, acceptor]],
      [`${review}/case-findings?kind=let-stand`, [checker, acceptor]],
      [`${batch}/records`, [clerk, keeper, checker, acceptor]],
    ];
    for (const [path, readers] of lists)
      for (const reader of readers) {
        const text = JSON.stringify(done(await reader.get(path)));
        for (const number of [...numbers, "001 308 001 2345"]) expect(text, path).not.toContain(number);
        expect(text, path).toContain("•345");
      }
    const whole = JSON.stringify(done(await checker.get(`${review}/records/${recordId}`)));
    for (const number of [...numbers, "001 308 001 2345"]) expect(whole).toContain(number);

    const path = `${review}/records/${recordId}`;
    const { revision } = done(await checker.get<{ revision: number }>(path));
    const marks = [{ field: "nksSoDinhDanh", severity: "minor", reason: `không phải ${own}` }];
    done(await checker.post(`${path}/check`, { recordRevision: revision, marks }));
    done(await acceptor.post(`${review}/return`, { reason: "sửa lại" }));
    await standalone.settled();
    const marked = JSON.stringify(done(await clerk.get(`${batch}/records?marked=true`)));
    expect(marked).toContain("không phải ••••••••••345");
    await standalone.stop();
  });

  it("show identity numbers in part where many cases stand, whole where one is opened, and say who opened it", async () => {
    const { standalone, commune, person } = await startTestProvince();
    const clerk = await person("lan", [
      { role: "clerk", unitId: commune },
      { role: "book-keeper", unitId: commune },
    ]);
    const auditor = await person("thanh-tra", [{ role: "auditor", unitId: commune }]);
    const book = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
    const { bookId } = done(await clerk.post<{ bookId: string }>("entry/v1/books", book));
    const { batchId } = done(await clerk.post<{ batchId: string }>("entry/v1/batches", { bookId }));
    done(await clerk.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
    await standalone.settled();
    const identity = {
      meLoaiGiayToTuyThan: { raw: "1" },
      meSoGiayToTuyThan: { raw: "012 345 678" },
    };
    const path = `entry/v1/batches/${batchId}/records`;
    const keyed = { fields: { ...birthFields(1), ...identity } };
    const { recordId } = done(await clerk.post<{ recordId: string }>(path, keyed));
    await standalone.settled();
    type Case = { fields: Record<string, { raw: string }> };
    const { items } = done(await clerk.get<{ items: Case[] }>(path));
    expect(items[0]?.fields["meSoGiayToTuyThan"]).toEqual({ raw: "••• ••• 678" });
    expect(items[0]?.fields["meHoTen"]).toEqual({ raw: "Trần Thị Hoa" });
    // Page after page a list is the book: whoever keys none of it finds a case there, and opens it.
    const { items: listed } = done(await auditor.get<{ items: Case[] }>(path));
    expect(Object.keys(listed[0]?.fields ?? {}).sort()).toEqual(["ngayDangKy", "nksHoTen", "so"]);
    const one = done(await auditor.get<Case>(`entry/v1/records/${recordId}`));
    expect(one.fields["meSoGiayToTuyThan"]?.raw).toBe("012 345 678");
    await standalone.settled();
    const looks = done(
      await auditor.get<{ items: { account: string }[] }>(`reporting/v1/records/${recordId}/readings`),
    );
    expect(looks.items.map(({ account }) => account)).toContain(auditor.account?.id);
    await standalone.stop();
  });

  it("are told from the application's own files, which browsers keep", async ({ skip }) => {
    const built = new URL("../../web/dist/.addresses.json", import.meta.url);
    if (!existsSync(built)) return skip();
    const { standalone } = await startTestProvince();
    const page = await standalone.server.inject("/");
    expect(page.headers["cache-control"]).toBe("no-cache");
    const [, script = ""] = /src="(\/assets\/[^"]+)"/.exec(page.body) ?? [];
    const { headers } = await standalone.server.inject(script);
    expect(headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    await standalone.stop();
  });
});
