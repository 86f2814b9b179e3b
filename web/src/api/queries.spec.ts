import { QueryClient, type QueryKey } from "@tanstack/react-query";
import { describe, expect, it } from "vitest";
import { bodyPages, pages, query, readsOf, wholeList } from "./queries.ts";
import { addressOf } from "./requests.ts";

const batchId = "b1";

/** Which of the keys are out of date once those reads are. */
const staleAmong = async (keys: readonly QueryKey[], ...reads: readonly QueryKey[]) => {
  const client = new QueryClient();
  for (const key of keys) client.setQueryData(key, {});
  for (const queryKey of reads) await client.invalidateQueries({ queryKey });
  return keys.filter((key) => client.getQueryState(key)?.isInvalidated === true);
};

describe("the key of a query", () => {
  it("is the method, the path and the parameters, in whatever order they are written", () => {
    const path = "/api/entry/v1/books";
    const one = query(path, { query: { recordType: "KS", limit: 200 } }).queryKey;
    const other = query(path, { query: { limit: 200, recordType: "KS" } }).queryKey;
    expect(one).toEqual(["get", path, { query: { recordType: "KS", limit: 200 } }]);
    const client = new QueryClient();
    client.setQueryData(one, { items: [] });
    expect(client.getQueryData(other)).toEqual({ items: [] });
    expect(query(path).queryKey).toEqual(["get", path, {}]);
  });

  it("tells the pages of a list, the whole of it and one answer apart", () => {
    const parameters = { path: { batchId }, query: { limit: 100 } };
    const path = "/api/entry/v1/batches/{batchId}/discrepancies";
    const keys = [query, pages, wholeList].map((make) => JSON.stringify(make(path, parameters).queryKey));
    expect(new Set(keys).size).toBe(3);
  });

  it("holds what was asked with a body", () => {
    const path = "/api/reporting/v1/search";
    const key = bodyPages(path, { body: { words: "an" } }).queryKey;
    expect(key.slice(0, 3)).toEqual(["post", path, { body: { words: "an" } }]);
  });
});

describe("reading anew", () => {
  it("is for every read of a path, or for those that have some parameters", async () => {
    const cases = "/api/entry/v1/batches/{batchId}/records";
    const mine = pages(cases, { path: { batchId }, query: { limit: 50, marked: true } }).queryKey;
    const whole = query(cases, { path: { batchId }, query: { limit: 200 } }).queryKey;
    const others = query(cases, { path: { batchId: "b2" } }).queryKey;
    const batch = query("/api/entry/v1/batches/{batchId}", { path: { batchId } }).queryKey;
    const all = [mine, whole, others, batch];
    expect(await staleAmong(all, readsOf(cases))).toEqual([mine, whole, others]);
    expect(await staleAmong(all, readsOf(cases, { path: { batchId } }))).toEqual([mine, whole]);
    expect(await staleAmong(all, readsOf(cases, { query: { marked: true } }))).toEqual([mine]);
    expect(await staleAmong(all, readsOf("/api/entry/v1/batches"))).toEqual([]);
  });
});

describe("the address of a file", () => {
  it("has its parameters escaped and leaves out what is undefined", () => {
    expect(addressOf("get", "/api/entry/v1/scans/{scanId}/content", { path: { scanId: "a/b" } })).toBe(
      "/api/entry/v1/scans/a%2Fb/content",
    );
    const path = "/api/reporting/v1/changes";
    expect(addressOf("get", path, { query: { unitId: "01 & 02" } })).toBe(`${path}?unitId=01%20%26%2002`);
    expect(addressOf("get", path, { query: { unitId: undefined } })).toBe(path);
  });
});

describe("what is misspelt", () => {
  it("does not compile", () => {
    // Each line is wrong by one letter; without the error, the compiler refuses the comment.
    const wrong = [
      // @ts-expect-error the path
      () => query("/api/entry/v1/bookz"),
      // @ts-expect-error a parameter of the path
      () => query("/api/entry/v1/batches/{batchId}", { path: { bathId: batchId } }),
      // @ts-expect-error a parameter that may be left out
      () => query("/api/entry/v1/books", { query: { limitt: 1 } }),
      // @ts-expect-error the part of the address
      () => query("/api/entry/v1/books", { qery: { limit: 1 } }),
      // @ts-expect-error a required parameter is missing
      () => query("/api/entry/v1/batches/{batchId}"),
      // @ts-expect-error a path that is not read but sent to
      () => readsOf("/api/entry/v1/batches/{batchId}/assign"),
      // @ts-expect-error a parameter of what is read anew
      () => readsOf("/api/entry/v1/books", { query: { recrdType: "KS" } }),
      // @ts-expect-error a list that does not come in pages
      () => pages("/api/accounts/v1/units"),
      // @ts-expect-error the file's path
      () => addressOf("get", "/api/reporting/v1/exports/{exportId}/scans.zpi", { path: { exportId: "" } }),
    ];
    expect(wrong).toHaveLength(9);
  });
});
