import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { createPagePdf } from "@sogoc/files";
import { isUpload } from "@sogoc/http";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { acceptedBook, addressOfAnswer } from "../support/accepted-book.ts";
import { csvOf } from "../support/test-import.ts";
import { birthFields, createTestClock } from "../support/test-province.ts";

type Role = "book-keeper" | "data-manager";

interface Sent {
  readonly role: Role;
  readonly path: string;
  readonly fileName: string;
  readonly bytes: Uint8Array;
  /** What is written of it; nothing of a preview. */
  readonly event?: string;
}

const START = "2026-03-10T09:00:00+07:00";
const clock = createTestClock(START);
const minutesLater = (minutes: number) =>
  clock.set(new Date(clock.now().getTime() + minutes * 60_000).toISOString());

let place: string;
let book: Awaited<ReturnType<typeof acceptedBook>>;
let uploads: Readonly<Record<string, Sent>>;
let admin: LocalClient;
let nextPerson = 0;

const pdf = (so: string) => createPagePdf({ title: `KHAI SINH ${so}`, fields: [{ label: "Số", value: so }] });

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), "sogoc-outlast-"));
});
beforeEach(() => void vi.stubEnv("TMPDIR", place));
// The next file of this worker begins before its first test takes the stub away.
afterEach(() => void vi.unstubAllEnvs());

/** A book that is handed over, one that has nothing yet, and a file for each route. */
const prepare = async () => {
  book = await acceptedBook(undefined, { clock });
  ({ admin } = book);
  const { bookId, commune, keeper, manager, path } = book;
  await book.accept();
  done(await manager.post(`${path}/packages`, { exportId: await book.makePackage() }));
  const other = { unitId: commune, recordType: "KS", bookNumber: "02/2008", office: "UBND xã Mai Lâm" };
  const { bookId: empty } = done(await keeper.post<{ bookId: string }>("entry/v1/books", other));
  const csv = (...lines: readonly string[]) => Buffer.from(`${lines.join("\n")}\n`);
  const answer = {
    role: "data-manager",
    fileName: "ket-qua.csv",
    bytes: csv("Số đăng ký,Trạng thái,Lý do", "1,Thành công,", "2,Thành công,", "3,Thành công,"),
  } as const;
  const ofKeeper = (event: string, to: string, fileName: string, bytes: Uint8Array): Sent => ({
    role: "book-keeper",
    path: `entry/v1/${to}`,
    fileName,
    bytes,
    event,
  });
  uploads = {
    "/api/entry/v1/books/:bookId/scans": ofKeeper(
      "ScanAttached",
      `books/${empty}/scans`,
      "KS.2008.02.2008-03-17.01.pdf",
      pdf("01"),
    ),
    "/api/entry/v1/books/:bookId/scan-exchanges": ofKeeper(
      "ScanExchangeRequested",
      `books/${bookId}/scan-exchanges?why=unreadable`,
      "KS.2008.01.2008-03-17.01.pdf",
      pdf("1, rõ hơn"),
    ),
    "/api/entry/v1/imports": ofKeeper(
      "ImportPrepared",
      `imports?unitId=${commune}&recordType=KS`,
      "so.csv",
      csvOf([Object.fromEntries(Object.entries(birthFields(9)).map(([code, { raw }]) => [code, raw]))]),
    ),
    "/api/entry/v1/books/inventory": ofKeeper(
      "BookRegistered",
      `books/inventory?unitId=${commune}`,
      "kiem-ke.csv",
      csv("Loại sổ,Quyển số,Nơi đăng ký,Số trang", "KS,03/2008,UBND xã Mai Lâm,100"),
    ),
    "/api/review/v1/handovers/:bookId/answers/preview": { ...answer, path: `${path}/answers/preview` },
    "/api/review/v1/handovers/:bookId/answers": {
      ...answer,
      path: await addressOfAnswer(manager, path, answer.bytes),
      event: "NationalAnswerRecorded",
    },
  };
};
let preparing: Promise<void> | undefined;
const prepared = () => {
  preparing ??= prepare();
  return preparing;
};
afterAll(async () => {
  await book.standalone.stop();
  await rm(place, { recursive: true });
});

/** Files of which something has come, in folders that are gone once the work is done. */
const underWay = async () =>
  (await readdir(place, { recursive: true })).filter((name) => name.endsWith("upload"));

/** Somebody who may send this file, and who has signed in a moment ago. */
const sender = async ({ role }: Sent) => {
  const signInName = `nguoi-${nextPerson++}`;
  // As time goes by in these tests the administrator's token ends as well.
  admin = await admin.renew();
  const client = await book.person(signInName, [{ role, unitId: book.commune }], book.commune, admin);
  const session = await book.standalone.server.inject({
    method: "POST",
    url: "/api/accounts/v1/sessions",
    payload: { signInName, password: `${signInName}-mat-khau` },
  });
  return { client, token: String(session.json().accessToken) };
};

/** Sends a file of which the rest comes when `meanwhile` is over: the server is waiting for it. */
const sendSlowly = async (
  { path, fileName, bytes }: Sent,
  token: string,
  client: LocalClient,
  meanwhile: () => Promise<void>,
) => {
  const seen = (await client.get(book.path)).headers["etag"];
  let isAnswered = false;
  const body = async function* () {
    yield `--x\r\nContent-Disposition: form-data; name="file"; filename="${fileName}"\r\n\r\n`;
    const half = Math.floor(bytes.length / 2);
    yield Buffer.from(bytes.subarray(0, half));
    while ((await underWay()).length === 0 && !isAnswered) await pause(2);
    await meanwhile();
    yield Buffer.from(bytes.subarray(half));
    yield "\r\n--x--\r\n";
  };
  const answer = await book.standalone.server.inject({
    method: "POST",
    url: `/api/${path}`,
    payload: Readable.from(body()),
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": "multipart/form-data; boundary=x",
      ...(seen === undefined ? {} : { "if-match": String(seen) }),
    },
  });
  isAnswered = true;
  return answer;
};

const accountsOwn = /^(Account|Password|Role|Session|Signed|SecondFactor|RecordsRead|FileRead)/;

/** What somebody has written, beside what concerns their account. */
const writtenBy = async (accountId: string | undefined) => {
  const { events } = await book.ports.store.readAll({ after: 0, limit: 100_000 });
  return events.filter(
    ({ type, metadata }) => metadata.actor.account === accountId && !accountsOwn.test(type),
  );
};

const reason = "nghỉ việc hôm nay";
const endings: Readonly<
  Record<string, (who: LocalClient, role: Role, token: string) => Promise<readonly [number, string]>>
> = {
  suspension: async (who) => {
    done(await admin.post(`accounts/v1/accounts/${who.account?.id}/suspend`, { reason }));
    return [403, "account-suspended"];
  },
  "the end of its role": async (who, role) => {
    const grant = { role, unitId: book.commune, reason };
    done(await admin.post(`accounts/v1/accounts/${who.account?.id}/roles/revoke`, grant));
    return [403, "forbidden-role"];
  },
  "its signing out": async (_who, _role, token) => {
    const url = "/api/accounts/v1/sessions/current";
    const left = await book.standalone.server.inject({
      method: "DELETE",
      url,
      headers: { authorization: `Bearer ${token}` },
    });
    expect(left.statusCode).toBeLessThan(300);
    return [401, "session-refused"];
  },
};

describe("an upload under way", () => {
  it("is tried below by every route that takes one", async () => {
    await prepared();
    const routes = book.standalone.routes.filter(isUpload).map(({ url }) => url);
    expect(routes.sort()).toEqual(Object.keys(uploads).sort());
  });

  it.each(Object.keys(endings))("ends with the account's access: by %s", async (ending) => {
    await prepared();
    for (const [route, sent] of Object.entries(uploads)) {
      const { client, token } = await sender(sent);
      let refusal: readonly [number, string] | undefined;
      const answer = await sendSlowly(sent, token, client, async () => {
        refusal = await endings[ending]?.(client, sent.role, token);
        await book.standalone.settled();
      });
      expect([answer.statusCode, answer.json().code], route).toEqual(refusal);
      await book.standalone.settled();
      expect(await writtenBy(client.account?.id), route).toEqual([]);
      expect(await underWay()).toEqual([]);
    }
  });

  it("may take longer than its token is good for, and is written when it has come", async () => {
    await prepared();
    for (const [route, sent] of Object.entries(uploads)) {
      const { client, token } = await sender(sent);
      let whole = "";
      const answer = await sendSlowly(sent, token, client, async () => {
        minutesLater(10);
        whole = clock.now().toISOString();
      });
      expect(answer.statusCode, `${route} ${answer.body}`).toBeLessThan(300);
      const written = async () =>
        (await writtenBy(client.account?.id)).filter(({ type }) => type === sent.event);
      if (sent.event !== undefined) await expect.poll(async () => (await written()).length).toBe(1);
      for (const { metadata } of await written()) expect(metadata.at, route).toBe(whole);
    }
  });

  it("has a neighbour: a body of JSON that comes slowly", async () => {
    await prepared();
    const { client, token } = await sender({ role: "book-keeper", path: "", fileName: "", bytes: pdf("1") });
    const { commune } = book;
    const wish = { unitId: commune, recordType: "KS", bookNumber: "09/2008", office: "UBND xã Mai Lâm" };
    const body = async function* () {
      yield '{"note":"';
      // Time to look at the headers; where it is not enough the request is refused by them.
      await pause(100);
      await endings["suspension"]?.(client, "book-keeper", token);
      await book.standalone.settled();
      yield `",${JSON.stringify(wish).slice(1)}`;
    };
    const answer = await book.standalone.server.inject({
      method: "POST",
      url: "/api/entry/v1/books",
      payload: Readable.from(body()),
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    });
    expect([answer.statusCode, answer.json().code]).toEqual([403, "account-suspended"]);
    expect(await writtenBy(client.account?.id)).toEqual([]);
  });
});
