import type { Principal } from "@sogoc/access";
import {
  CommandRejected,
  createCommandHandler,
  createInMemoryPorts,
  digestOfRevisions,
  uuidFrom,
} from "@sogoc/core";
import { asGiven, PATIENCE_MS } from "@sogoc/core/testing";
import {
  type BatchPolicy,
  type DomainEvent,
  type FieldValues,
  type Mark,
  type RecordedDomainEvent,
  type Role,
  schemaOfWritten,
} from "@sogoc/events";
import { createWatchedServer } from "@sogoc/http/testing";
import {
  applyRules,
  comparedFields,
  getRecordType,
  reconcileBook,
  unansweredFindings,
} from "@sogoc/registers";
import { plainBirth } from "@sogoc/registers/testing";
import { buildReview } from "../app.ts";

const UNIT = "u-1";
/** The child of every case, as it is keyed first. */
export const FIRST_KEYED = "Nguyễn Văn An";
/** The child of some cases, as a second person keys it and an arbiter agrees. */
const SECOND_KEYED = "Nguyễn Văn Anh";
/** As the arbiter writes it where neither is right. */
const ARBITRATED = "Nguyễn Văn Ánh";
export const BOOK = "b-1";

/** Tokens are `<account>:<role>`, and `:<setter>` where somebody has just set the password. */
const verifyToken = async (token: string): Promise<Principal> => {
  const [account, role, setter] = token.split(":");
  if (account === undefined || role === undefined) throw new CommandRejected("not-signed-in");
  const grants = [{ role: role as Role, unitId: UNIT, from: "2020-01-01" }];
  const passwordSetBy =
    setter === undefined ? undefined : { account: setter, at: "2026-03-02T01:00:00.000Z" };
  return { account, name: account, unitId: UNIT, session: account, grants, passwordSetBy };
};

interface KeyedRecord {
  /** The letter of a second case included. */
  readonly number: string;
  revision: number;
  contentRevision: number;
  /** It came from a workbook, with a mother who is three years old: nobody was asked. */
  unanswered: boolean;
}

/** A batch as the office that keys it knows it. */
interface OfficeBatch {
  readonly policy: BatchPolicy;
  readonly records: Map<string, KeyedRecord>;
  round: number;
}

const keysOf = (batchId: string) => ({ batchId, bookId: BOOK, unitId: UNIT, recordType: "KS" });

/**
 * The review service over in-memory ports, with an office in place of the entry service: one book
 * in batches of four cases each, whose events it writes itself.
 */
export const startOffice = async (
  expectedCases: number,
  policies: readonly BatchPolicy[],
  imported: readonly number[] = [],
  pages?: number | undefined,
  /** Of every field that is not in the book the keyer says so. */
  saysBlank = false,
) => {
  let moment = Date.parse("2026-03-02T02:00:00.000Z");
  let ids = 0;
  let scans = 0;
  // Samples follow from these: the same history draws the same ones again.
  const newId = () => uuidFrom("office", String(++ids));
  const now = () => {
    moment += 1_000;
    return new Date(moment);
  };
  const ports = createInMemoryPorts({ clock: { now }, newId });
  const review = await buildReview(ports, verifyToken);
  const server = await createWatchedServer(ports);
  await server.register(review.plugin);
  await server.ready();
  const commands = createCommandHandler({ store: ports.store, schemaOf: schemaOfWritten });
  const happenBy = async (who: string, stream: string, ...events: readonly DomainEvent[]) => {
    const dash = stream.indexOf("-");
    await commands.handle(asGiven<DomainEvent>(stream.slice(0, dash)), stream.slice(dash + 1), events, {
      actor: { account: who, name: who, roles: ["clerk"], unit: UNIT },
      at: ports.clock.now(),
      commandId: ports.newId(),
      correlationId: "q-1",
    });
  };
  const happen = (stream: string, ...events: readonly DomainEvent[]) => happenBy("nam", stream, ...events);
  const settle = async () => {
    await review.runtime.caughtUp(await ports.store.head(), PATIENCE_MS);
  };
  /** A request for a correction is made from the record, which another service shows. */
  const tagOfRecord = async (payload: object | undefined): Promise<string> => {
    const { recordId = "" } = (payload ?? {}) as { readonly recordId?: string };
    return `"${(await ports.store.readStream(`record-${recordId}`)).length - 1}"`;
  };
  /** What is sent was made from a look at this moment at what the address is about. */
  const ask = async <Body>(who: string, method: "GET" | "POST", url: string, payload?: object) => {
    await settle();
    const address = `/api/review/v1${url}`;
    const headers = { authorization: `Bearer ${who}` };
    const about = method === "POST" ? address.slice(0, address.lastIndexOf("/")) : address;
    const seen = await server.inject({ method: "GET", url: about, headers });
    const etag = url === "/corrections" ? await tagOfRecord(payload) : seen.headers["etag"];
    const answer =
      method === "GET"
        ? seen
        : await server.inject({
            method,
            url: address,
            headers: etag === undefined ? headers : { ...headers, "if-match": String(etag) },
            ...(payload ? { payload } : {}),
          });
    await settle();
    return { status: answer.statusCode, body: answer.json<Body & { readonly code?: string }>() };
  };

  const batches = new Map<string, OfficeBatch>();
  /** Batches in which nobody keys, that were not withdrawn; and how many there have been. */
  const emptyBatches: string[] = [];
  let opened = 0;
  const log = async () => {
    const { events } = await ports.store.readAll({ after: 0, limit: 10_000 });
    return events as readonly RecordedDomainEvent[];
  };
  await happen(`unit-${UNIT}`, {
    type: "UnitRegistered",
    data: { unitId: UNIT, kind: "commune", name: "Xã Mai Lâm", parentId: null, from: "2000-01-01" },
  });
  let book = {
    bookId: BOOK,
    unitId: UNIT,
    recordType: "KS",
    bookNumber: "01/2008",
    openingYear: 2008,
    office: "UBND xã Mai Lâm",
    expectedCases,
    pages,
  };
  await happen(`book-${BOOK}`, { type: "BookRegistered", data: book });
  /** Another book of the same number, of another office. */
  let other = {
    ...book,
    bookId: "b-2",
    office: "UBND phường Khác",
    expectedCases: undefined,
    pages: undefined,
  };
  await happen("book-b-2", { type: "BookRegistered", data: other });
  let scannedPages = 0;

  // As wide as there are, so that lots with a wrong case may still be accepted after fixes.
  await happen(`limits-${UNIT}`, {
    type: "AcceptanceLimitsChanged",
    data: {
      unitId: UNIT,
      from: "2026-01-01",
      level: "III",
      key: 10,
      other: 10,
      reason: "thử",
      changedBy: "lan",
    },
  });
  const said: FieldValues = saysBlank
    ? Object.fromEntries(getRecordType("KS").fields.map(({ code }) => [code, { blank: true as const }]))
    : {};
  const fieldsOf = (number: string): FieldValues => ({ ...said, ...plainBirth, so: { raw: number } });
  const doubtful = (number: string) => ({ ...fieldsOf(number), meNgaySinh: { raw: "2005" } });
  const openFindings = (number: string) =>
    unansweredFindings(
      applyRules({
        recordType: getRecordType("KS"),
        fields: doubtful(number),
        book: { quyenSo: "01/2008", openingYear: 2008 },
      }),
      [],
    );
  /**
   * A second person keys every case of the batch; of every fourth they read the name otherwise, and
   * an arbiter says that they are right, or of every eighth that neither is.
   */
  const keyTwice = async (batchId: string) => {
    const batch = batches.get(batchId);
    const compared = [...comparedFields(getRecordType("KS"), batch?.policy.keying ?? "single")];
    if (!batch || compared.length === 0) return;
    for (const [recordId, record] of batch.records) {
      const keyed = { ...keysOf(batchId), recordId, firstKeyedBy: "nam" };
      const isOther = Number.parseInt(record.number, 10) % 4 === 3;
      const nksHoTen = { raw: isOther ? SECOND_KEYED : (names.get(recordId) ?? FIRST_KEYED) };
      const differing = isOther ? ["nksHoTen"] : [];
      record.revision++;
      await happen(`record-${recordId}`, {
        type: "RecordKeyedAgain",
        data: { ...keyed, fields: { nksHoTen }, compared, differing, keyedBy: "mai" },
      });
      if (!isOther) continue;
      record.revision++;
      record.contentRevision = record.revision;
      const before = { raw: names.get(recordId) ?? FIRST_KEYED };
      const isNeither = Number.parseInt(record.number, 10) % 8 === 7;
      const after = isNeither ? { raw: ARBITRATED } : nksHoTen;
      names.set(recordId, after.raw);
      await happen(`record-${recordId}`, {
        type: "DiscrepancyResolved",
        data: {
          ...keyed,
          field: "nksHoTen",
          choice: isNeither ? "neither" : "second",
          before,
          after,
          kind: "other",
          secondKeyedBy: "mai",
          resolvedBy: "giang",
        },
      });
    }
  };
  /** The name of each child as it stands. */
  const names = new Map<string, string>();
  /** Records that were voided, with the revision of that. */
  const left = new Map<string, number>();
  const enter = async (batchId: string, number: string, unanswered = false, keyedBy = "nam") => {
    const recordId = `c-${number}`;
    names.delete(recordId);
    await happen(`record-${recordId}`, {
      type: "RecordEntered",
      data: {
        ...keysOf(batchId),
        recordId,
        bookNumber: "01/2008",
        openingYear: 2008,
        number,
        source: unanswered ? "imported" : "keyed",
        keyedBy,
        fields: unanswered ? doubtful(number) : fieldsOf(number),
      },
    });
    const revision = (left.get(recordId) ?? -1) + 1;
    batches.get(batchId)?.records.set(recordId, { number, revision, contentRevision: revision, unanswered });
  };
  for (const [index, policy] of policies.entries()) {
    const batchId = `x-${index + 1}`;
    const from = 4 * index + 1;
    batches.set(batchId, { policy, records: new Map(), round: 0 });
    const data = { ...keysOf(batchId), bookNumber: "01/2008", from, to: from + 3, policy };
    await happen(`batch-${batchId}`, { type: "BatchOpened", data });
    for (let number = from; number < from + 4; number++)
      await enter(batchId, String(number), imported.includes(number));
  }

  /** Whether the office may key in the batch now: never submitted, or its last round came back. */
  const isOpen = async (batchId: string): Promise<boolean> => {
    const round = batches.get(batchId)?.round ?? 0;
    if (round === 0) return true;
    return (await log()).some(
      ({ type, data }) => type === "BatchReturned" && data.batchId === batchId && data.round === round,
    );
  };
  const correct = async (batchId: string, recordId: string, name?: string) => {
    const record = batches.get(batchId)?.records.get(recordId);
    if (!record || !(await isOpen(batchId))) return;
    record.revision++;
    record.contentRevision = record.revision;
    const raw = name ?? `Nguyễn Văn ${record.revision % 2 === 0 ? "Bình" : "Sơn"}`;
    names.set(recordId, raw);
    const changes = [{ field: "nksHoTen", before: { raw: FIRST_KEYED }, after: { raw } }];
    await happen(`record-${recordId}`, {
      type: "RecordCorrected",
      data: { ...keysOf(batchId), recordId, changes, reason: "đối chiếu", correctedBy: "nam" },
    });
  };
  return {
    batches,
    log,
    ask,
    settle,
    isOpen,
    async submit(batchId: string) {
      const batch = batches.get(batchId);
      if (!batch || batch.records.size === 0 || !(await isOpen(batchId))) return;
      if (batch.round === 0) await keyTwice(batchId);
      const revisions = [...batch.records].map(([id, record]) => ({ id, revision: record.contentRevision }));
      batch.round++;
      await happen(`batch-${batchId}`, {
        type: "BatchSubmitted",
        data: {
          ...keysOf(batchId),
          bookNumber: "01/2008",
          round: batch.round,
          recordCount: batch.records.size,
          digest: digestOfRevisions(revisions),
          policy: batch.policy,
        },
      });
      await settle();
    },
    /** Another name for the child, unless one is given. */
    correct,
    /** A note by decision, as the entry service takes it: beside a case that was accepted. */
    async note(batchId: string, recordId: string): Promise<boolean> {
      const record = batches.get(batchId)?.records.get(recordId);
      const isAccepted = (await log()).some(
        ({ type, data }) => type === "BatchAccepted" && data.batchId === batchId,
      );
      if (!record || !isAccepted) return false;
      record.revision++;
      const decision = { number: "12/QĐ", day: "2026-02-01", issuedBy: "UBND xã Mai Lâm" };
      await happen(`record-${recordId}`, {
        type: "RecordAnnotated",
        data: { ...keysOf(batchId), recordId, text: "Cải chính họ mẹ", decision },
      });
      return true;
    },
    /** The same name in other letters and spaces. */
    async spellOtherwise(batchId: string, recordId: string) {
      const name = names.get(recordId) ?? FIRST_KEYED;
      const isPlain = name !== name.toUpperCase();
      await correct(
        batchId,
        recordId,
        isPlain ? name.toUpperCase().replaceAll(" ", "  ") : name.toLowerCase(),
      );
    },
    /** Every finding that nobody was asked about gets its reason. */
    async answer(batchId: string) {
      if (!(await isOpen(batchId))) return;
      for (const [recordId, record] of batches.get(batchId)?.records ?? []) {
        if (!record.unanswered) continue;
        record.unanswered = false;
        record.revision++;
        const accepted = openFindings(record.number).map(({ rule, fields }) => ({
          rule,
          fields,
          reason: "sổ ghi như vậy",
        }));
        const findings = { errors: 0, warnings: accepted.length, infos: 0 };
        await happen(`record-${recordId}`, {
          type: "WarningsAnswered",
          data: { ...keysOf(batchId), recordId, accepted, answeredBy: "nam", findings },
        });
      }
    },
    /**
     * Voids a case; `again` keys the same once more, under its number or with a letter to it, here
     * or in the other batch.
     */
    async leaveOut(
      batchId: string,
      recordId: string,
      again?: "same" | "letter" | "elsewhere",
      voidedBy = "nam",
    ) {
      const batch = batches.get(batchId);
      const record = batch?.records.get(recordId);
      if (!batch || !record || !(await isOpen(batchId))) return;
      batch.records.delete(recordId);
      left.set(recordId, record.revision + 1);
      await happen(`record-${recordId}`, {
        type: "RecordVoided",
        data: { ...keysOf(batchId), recordId, reason: "nhập nhầm", voidedBy },
      });
      const lettered = `${Number.parseInt(record.number, 10)}b`;
      // Another clerk: who also checks and accepts elsewhere.
      const other = [...batches.keys()].find((id) => id !== batchId) ?? "";
      if (again === "elsewhere" && (await isOpen(other))) await enter(other, record.number, false, "tu");
      if (again === "same") await enter(batchId, record.number, false, "tu");
      if (again === "letter" && !batch.records.has(`c-${lettered}`))
        await enter(batchId, lettered, false, "tu");
    },
    /** Carries out a correction that was approved, as the entry service does. */
    async apply(correctionId: string) {
      const approved = (await log()).find(
        ({ type, data }) => type === "CorrectionApproved" && data.correctionId === correctionId,
      );
      if (approved?.type !== "CorrectionApproved") return;
      const { recordId, batchId, changes, accepted, reason, requestedBy, decidedBy } = approved.data;
      await happen(`record-${recordId}`, {
        type: "RecordCorrected",
        data: {
          ...keysOf(batchId),
          recordId,
          changes,
          reason,
          correctionId,
          correctedBy: requestedBy,
          requestedBy,
          approvedBy: decidedBy,
          accepted: accepted?.map(({ values: _, ...answer }) => answer),
        },
      });
      await settle();
    },
    /** Another scan of the whole book shows its cases. */
    async scanAnew(who = "nam", ofPages = 1) {
      scans++;
      scannedPages = ofPages;
      const replaces = scans > 1 ? `s-${scans - 1}` : undefined;
      await happenBy(who, `book-${BOOK}`, {
        type: "ScanAttached",
        data: {
          bookId: BOOK,
          scanId: `s-${scans}`,
          kind: "whole-book",
          fileName: "KS.2008.01.pdf",
          sha256: "0".repeat(64),
          size: 1,
          pages: ofPages,
          replaces,
        },
      });
      await settle();
    },
    /** Says another office of the other book: the same as that of the first, or not. */
    async renameOther(who: string, isSame: boolean) {
      const office = isSame ? "UBND xã Mai Lam" : "UBND phường Khác";
      other = { ...other, office };
      const data = { bookId: "b-2", office, reason: "theo bìa sổ" };
      await happenBy(who, "book-b-2", { type: "BookDetailsChanged", data });
      await settle();
    },
    /** Opens a batch of this one number, in which nobody keys. */
    async openEmpty(from: number, who: string) {
      if (emptyBatches.length > 3) return;
      const batchId = `empty-${++opened}`;
      emptyBatches.push(batchId);
      const policy = batches.get("x-1")?.policy;
      if (!policy) return;
      const data = { ...keysOf(batchId), bookNumber: "01/2008", from, to: from, policy };
      await happenBy(who, `batch-${batchId}`, { type: "BatchOpened", data });
    },
    /** Withdraws the oldest of these; whether there was one. */
    async withdrawEmpty(): Promise<boolean> {
      const batchId = emptyBatches.shift();
      if (batchId === undefined) return false;
      const data = { batchId, bookId: BOOK, unitId: UNIT, reason: "mở nhầm", withdrawnBy: "nam" };
      await happen(`batch-${batchId}`, { type: "BatchWithdrawn", data });
      return true;
    },
    /** Says how many cases the book has. */
    async countAnew(expected: number, who: string) {
      book = { ...book, expectedCases: expected };
      const data = { bookId: BOOK, expectedCases: expected, reason: "đếm lại" };
      await happenBy(who, `book-${BOOK}`, { type: "BookDetailsChanged", data });
    },
    /** Closes what the book owes now, each finding with a reason. */
    async closeFindings(who = "nam") {
      const rows = [...batches.values()].flatMap(({ records }) =>
        [...records].map(([id, { number }]) => ({
          id,
          recordType: getRecordType("KS"),
          fields: fieldsOf(number),
        })),
      );
      const sameBooks = other.office === "UBND xã Mai Lam" ? [other] : [];
      const { findings } = reconcileBook({ ...book, sameBooks }, rows, [], scannedPages);
      const closed = findings.map(({ rule, subject }) => ({ rule, subject, reason: "đúng như sổ" }));
      if (closed.length > 0)
        await happenBy(who, `book-${BOOK}`, { type: "BookReconciled", data: { bookId: BOOK, closed } });
    },
    /** `because` is the reason for marks of somebody else that are not among these. */
    async check(
      reviewId: string,
      recordId: string,
      marks: readonly Mark[],
      {
        who = "kiem",
        because,
        setBy,
      }: {
        readonly who?: string;
        readonly because?: string | undefined;
        readonly setBy?: string | undefined;
      } = {},
    ) {
      const checker = `${who}:checker${setBy === undefined ? "" : `:${setBy}`}`;
      const path = `/reviews/${reviewId}/records/${recordId}`;
      const seen = await ask<{ revision: number }>(checker, "GET", path);
      const withdrawn = because === undefined ? undefined : [{ field: "nksHoTen", reason: because }];
      const body = { recordRevision: seen.body.revision ?? 0, marks, withdrawn };
      return ask(checker, "POST", `${path}/check`, body);
    },
    async stop() {
      await server.close();
      await review.runtime.stop();
    },
  };
};
export type Office = Awaited<ReturnType<typeof startOffice>>;
