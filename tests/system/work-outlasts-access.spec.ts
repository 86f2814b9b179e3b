import { createHash } from "node:crypto";
import { type Blobs, createInMemoryPorts } from "@sogoc/core";
import { expect, it } from "vitest";
import { done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { acceptedBook } from "../support/accepted-book.ts";
import { besideVerdict } from "../support/beside-verdict.ts";
import { oneOfEach } from "../support/one-of-each.ts";
import { csvOf, prepare, previewOf } from "../support/test-import.ts";
import { birthFields, startTestProvince } from "../support/test-province.ts";

type Suspending = Pick<Awaited<ReturnType<typeof startTestProvince>>, "admin" | "standalone">;

const suspend = async ({ admin, standalone }: Suspending, who: LocalClient) => {
  done(await admin.post(`accounts/v1/accounts/${who.account?.id}/suspend`, { reason: "nghỉ việc" }));
  await standalone.settled();
};

/** Storage in which something happens before a file is kept, or behind the first half of one. */
const besideFiles = () => {
  const { blobs } = createInMemoryPorts();
  const moment: {
    put?: () => Promise<unknown>;
    read?: { readonly sha256: string; readonly act: () => Promise<unknown> };
  } = {};
  const watched: Blobs = {
    ...blobs,
    async put(content) {
      const kept = await blobs.put(content);
      const act = moment.put;
      delete moment.put;
      await act?.();
      return kept;
    },
    async read(sha256) {
      const bytes = await blobs.read(sha256);
      const { read } = moment;
      if (read?.sha256 !== sha256) return bytes;
      delete moment.read;
      return halted(bytes, read.act);
    },
  };
  return { moment, blobs: watched };
};

async function* halted(bytes: AsyncIterable<Uint8Array>, act: () => Promise<unknown>) {
  for await (const chunk of bytes) {
    yield chunk.subarray(0, 10);
    await act();
    yield chunk.subarray(10);
  }
}

const exportOf = async (book: Awaited<ReturnType<typeof acceptedBook>>) => {
  const { manager, bookId, standalone } = book;
  const wish = { bookId, purpose: "hand-over" };
  const { exportId } = done(await manager.post<{ exportId: string }>("reporting/v1/exports", wish));
  const follow = async () => {
    await standalone.settled();
    return done(
      await book.acceptor.get<{ phase: string; failure?: string }>(`reporting/v1/exports/${exportId}`),
    );
  };
  return { exportId, follow };
};

it("an export that is being written stops when whoever asked for it is suspended", async () => {
  const { moment, blobs } = besideFiles();
  const book = await acceptedBook(undefined, { blobs });
  await book.accept();
  moment.put = () => suspend(book, book.manager);
  const { follow } = await exportOf(book);
  await expect.poll(async () => (await follow()).phase).toBe("failed");
  expect((await follow()).failure).toBe("account-suspended");
  await book.standalone.stop();
});

it("a download that is under way ends when whoever takes it is suspended", async () => {
  const { moment, blobs } = besideFiles();
  const book = await acceptedBook(undefined, { blobs });
  await book.accept();
  const { manager, standalone } = book;
  const { exportId, follow } = await exportOf(book);
  await expect.poll(async () => (await follow()).phase).toBe("finished");
  const path = `reporting/v1/exports/${exportId}/scans.zip`;
  const { status, bytes } = await manager.get(path);
  expect(status).toBe(200);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  moment.read = { sha256, act: () => suspend(book, manager) };
  await expect(manager.get(path)).rejects.toThrow();
  await standalone.stop();
});

it("an import that was confirmed writes nothing more once whoever confirmed it is suspended", async () => {
  const { moment, store } = besideVerdict("ImportConfirmed");
  const test = await startTestProvince({ store });
  const { commune: unitId, standalone } = test;
  const { keeper, clerk } = await oneOfEach(test);
  const book = { unitId, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
  const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
  const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId }));
  done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
  await standalone.settled();
  const row = (so: number) =>
    Object.fromEntries(
      Object.entries({ ...birthFields(so), quyenSo: { raw: "01/2008" } }).map(([code, { raw }]) => [
        code,
        raw,
      ]),
    );
  const { importId, good } = await prepare(clerk, { unitId }, "so.csv", csvOf([row(1), row(2)]));
  expect(good).toBe(2);
  await previewOf(clerk, importId);
  moment.act = () => suspend(test, clerk);
  await clerk.post(`entry/v1/imports/${importId}/confirm`, { mode: "good-rows-only" });
  const state = async () =>
    done(
      await keeper.get<{ phase: string; failure?: string; written: number }>(`entry/v1/imports/${importId}`),
    );
  await expect.poll(async () => (await state()).phase).toBe("failed");
  expect(await state()).toMatchObject({ failure: "account-suspended", written: 0 });
  await standalone.settled();
  const { items } = done(await keeper.get<{ items: object[] }>(`entry/v1/batches/${batchId}/records`));
  expect(items).toEqual([]);
  await standalone.stop();
});
