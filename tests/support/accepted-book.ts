import type { BatchPolicy } from "@sogoc/events";
import { createPagePdf } from "@sogoc/files";
import { expect } from "vitest";
import { done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { birthFields, startTestProvince } from "./test-province.ts";

export interface Ledger {
  readonly status: string;
  readonly figures: Record<string, number> | null;
  readonly toConfirm: {
    readonly notes: readonly { recordId: string; number: string; revision: number; own?: true }[];
    readonly scans: readonly { sha256: string; version: number; number?: string; own?: true }[];
  };
  readonly packages: readonly { sequence: number; records: number; letGo?: object; leftOut?: object }[];
  readonly outstanding: readonly {
    recordId: string;
    number: string;
    reason: string | null;
    corrected: boolean;
    confirmed: string | null;
  }[];
  readonly ready: {
    readonly inBook: number;
    readonly notAccepted: number;
    readonly openBatches: readonly object[];
    readonly expected: number | null;
    readonly openFindings: number;
    readonly held: readonly { recordId: string; number: string; why: string[] }[];
  };
}

/**
 * A book of 2008 with three cases, keyed and submitted; `accept` checks and accepts it,
 * `makePackage` exports it. A number with another year was registered in that year.
 */
export const acceptedBook = async (
  numbers: readonly string[] = ["1", "2", "3"],
  overrides: Parameters<typeof startTestProvince>[0] = {},
  policy: Partial<BatchPolicy> = {},
) => {
  const test = await startTestProvince(overrides);
  const { commune, person, standalone } = test;
  const people = {
    keeper: await person("thu", [{ role: "book-keeper", unitId: commune }]),
    clerk: await person("nam", [{ role: "clerk", unitId: commune }]),
    checker: await person("kiem", [{ role: "checker", unitId: commune }]),
    acceptor: await person("duyet", [{ role: "acceptor", unitId: commune }]),
    manager: await person("du-lieu", [{ role: "data-manager", unitId: commune }]),
  };
  const { keeper, clerk, checker, acceptor } = people;
  const book = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
  const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
  const cases = numbers.map((so) => {
    const [plain = "", year = "2008"] = so.split("/");
    return { so, plain, year };
  });
  for (const { so, plain, year } of cases) {
    const pdf = createPagePdf({ title: `KHAI SINH ${so}`, fields: [{ label: "Số", value: so }] });
    const name = `KS.2008.01.${year}-03-17.${plain.padStart(2, "0")}.pdf`;
    done(await keeper.upload(`entry/v1/books/${bookId}/scans`, name, pdf));
  }
  const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId, policy }));
  done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
  const recordIds: string[] = [];
  for (const { so, year } of cases) {
    const path = `entry/v1/batches/${batchId}/records`;
    const dates = { ngayDangKy: { raw: `17.03.${year}` }, nksNgaySinh: { raw: `01.03.${year}` } };
    const fields = { ...birthFields(so), ...dates };
    recordIds.push(done(await clerk.post<{ recordId: string }>(path, { fields })).recordId);
  }
  done(await clerk.post(`entry/v1/batches/${batchId}/submit`));
  await standalone.settled();
  /** Finds the whole sample of the newest review right; answers the address of the review. */
  const checkSample = async (who = checker): Promise<string> => {
    const { items } = done(
      await who.get<{ items: { id: string; sample: { recordId: string }[] }[] }>("review/v1/reviews"),
    );
    const [review] = items;
    const reviewPath = `review/v1/reviews/${review?.id}`;
    for (const { recordId } of review?.sample ?? []) {
      const path = `${reviewPath}/records/${recordId}`;
      const { revision } = done(await who.get<{ revision: number }>(path));
      done(await who.post(`${path}/check`, { recordRevision: revision, marks: [] }));
    }
    return reviewPath;
  };
  const accept = async () => {
    done(await acceptor.post(`${await checkSample()}/accept`));
    await standalone.settled();
  };
  const askForPackage = (only?: readonly string[]) =>
    people.manager.post<{ exportId: string; code?: string; errors?: object[] }>("reporting/v1/exports", {
      bookId,
      recordIds: only,
      purpose: "hand-over",
    });
  const makePackage = async (only?: readonly string[]) => {
    const { manager } = people;
    const { exportId } = done(await askForPackage(only));
    await expect
      .poll(async () => done(await manager.get<{ phase: string }>(`reporting/v1/exports/${exportId}`)).phase)
      .toBe("finished");
    await standalone.settled();
    return exportId;
  };
  const path = `review/v1/handovers/${bookId}`;
  /** Another person confirms what was put beside the accepted cases, as the ledger lists it. */
  const confirmChanges = async (by: LocalClient = acceptor) => {
    await standalone.settled();
    const { toConfirm } = done(await by.get<Pick<Ledger, "toConfirm">>(path));
    const notes = toConfirm.notes.map(({ recordId, revision }) => ({ recordId, revision }));
    const scans = toConfirm.scans.map(({ sha256, version }) => ({ sha256, version }));
    return by.post(`${path}/confirm-changes`, { notes, scans });
  };
  const ledger = async () => done(await people.manager.get<Ledger>(path));
  return {
    ...test,
    ...people,
    bookId,
    batchId,
    recordIds,
    checkSample,
    accept,
    askForPackage,
    makePackage,
    confirmChanges,
    path,
    ledger,
  };
};

/**
 * Where an answer is sent once a person has looked at the preview and confirmed what it proposes,
 * which may be nothing.
 */
export const addressOfAnswer = async (
  client: LocalClient,
  path: string,
  file: Buffer,
  word: Readonly<Record<string, string>> = {},
): Promise<string> => {
  const preview = await client.upload<{ proposal?: object | null }>(
    `${path}/answers/preview`,
    "ket-qua.csv",
    file,
  );
  const query = new URLSearchParams(word);
  if (preview.body.proposal) query.set("mapping", JSON.stringify(preview.body.proposal));
  return `${path}/answers${query.size === 0 ? "" : `?${query}`}`;
};

/**
 * Records what the national database said, one line per case: number, status, reason. `word` is
 * what a person says of it.
 */
export const answer = async (
  client: LocalClient,
  path: string,
  lines: readonly string[],
  key?: string,
  word: Readonly<Record<string, string>> = {},
) => {
  const csv = ["Số đăng ký,Trạng thái,Lý do", ...lines, ""].join("\n");
  const file = Buffer.from(csv);
  const address = await addressOfAnswer(client, path, file, word);
  return client.upload<Record<string, number>>(address, "ket-qua.csv", file, key);
};
