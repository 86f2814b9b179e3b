import { setTimeout as pause } from "node:timers/promises";
import { createPagePdf } from "@sogoc/files";
import { getRecordType, layoutFields } from "@sogoc/registers";
import type { Answer, LocalClient } from "../../apps/standalone/src/local-client.ts";
import { HOLDER, type Step } from "./random-steps.ts";
import { birthFields } from "./test-province.ts";

const csvOf = (bookNumber: string, rows: readonly number[]): Buffer => {
  const columns = layoutFields(getRecordType("KS"), "legacy").map(({ code }) => code);
  const line = (number: number) => {
    const fields: Record<string, { raw: string }> = { quyenSo: { raw: bookNumber }, ...birthFields(number) };
    return columns.map((code) => fields[code]?.raw ?? "").join(",");
  };
  return Buffer.from([columns.join(","), ...rows.map(line), ""].join("\n"));
};

/** One book and everything that random work has made of it. */
export interface Desk {
  readonly people: readonly LocalClient[];
  readonly unitId: string;
  readonly bookId: string;
  /** Two digits, the year 2008 left out. */
  readonly book: string;
  /** Who was given each batch last, by number. */
  readonly batches: Map<string, number>;
  /** The batch of each record. */
  readonly records: Map<string, string>;
  readonly corrections: string[];
}

interface OpenReview {
  readonly id: string;
  readonly sample: readonly { readonly recordId: string }[];
}

interface Ids {
  readonly batchId?: string | undefined;
  readonly recordId?: string | undefined;
  readonly correctionId?: string | undefined;
  readonly importId?: string | undefined;
  readonly exportId?: string | undefined;
  readonly phase?: string | undefined;
}

const nth = <T>(items: Iterable<T>, which: number): T | undefined => {
  const list = [...items];
  return list[which % Math.max(1, list.length)];
};

/** Sends one step; answers the status. Waits for an import to come to its end. */
export const perform = async (desk: Desk, wish: Step): Promise<number> => {
  const which = "which" in wish ? wish.which : 0;
  const recordId = nth(desk.records.keys(), which) ?? "none";
  const ofRecord = wish.do === "correct" || wish.do === "void";
  const batchId = (ofRecord ? desk.records.get(recordId) : nth(desk.batches.keys(), which)) ?? "none";
  const client = desk.people[wish.who === HOLDER ? (desk.batches.get(batchId) ?? 1) : wish.who];
  if (!client) throw new Error(`nobody has number ${wish.who}`);
  const batch = `entry/v1/batches/${batchId}`;
  const record = `entry/v1/records/${recordId}`;
  const post = async (path: string, body: object = {}): Promise<Answer<Ids>> => {
    const answer = await client.post<Ids>(path, body);
    const { body: made } = answer;
    if (path === "entry/v1/batches" && made.batchId) desk.batches.set(made.batchId, 1);
    if (path === `${batch}/records` && made.recordId) desk.records.set(made.recordId, batchId);
    if (path === "review/v1/corrections" && made.correctionId) desk.corrections.push(made.correctionId);
    return answer;
  };
  const review = async () => {
    const path = `review/v1/reviews${which % 4 === 0 ? "" : "?status=open"}`;
    const { items = [] } = (await client.get<{ items?: OpenReview[] | undefined }>(path)).body;
    return nth(items, which);
  };
  const reason = "thử ngẫu nhiên";

  switch (wish.do) {
    case "open": {
      const policy = { sampleShare: 0.01, sampleMinimum: 2, errorLimit: 0.01 };
      const { from, to } = wish;
      return (await post("entry/v1/batches", { bookId: desk.bookId, from, to, policy })).status;
    }
    case "assign": {
      const { status } = await post(`${batch}/assign`, { accountId: desk.people[wish.whom]?.account?.id });
      if (status === 200) desk.batches.set(batchId, wish.whom);
      return status;
    }
    case "take-back":
      return (await post(`${batch}/take-back`, { reason })).status;
    case "submit":
      return (await post(`${batch}/submit`)).status;
    case "enter": {
      const odd = wish.as === "odd" || wish.as === "accepted";
      const fields = { ...birthFields(wish.so), ...(odd ? { meHoTen: { raw: "TRẦN THỊ HOA" } } : {}) };
      const rules = ["name-in-capitals", "name-case"].map((rule) => ({ rule, fields: ["meHoTen"], reason }));
      return (
        await post(`${batch}/records`, {
          fields,
          accepted: wish.as === "accepted" ? rules : undefined,
          duplicate: wish.as === "twice" ? { suffix: "b", reason } : undefined,
        })
      ).status;
    }
    case "correct":
      return (await post(`${record}/correct`, { changes: { meHoTen: { raw: wish.text } }, reason })).status;
    case "void":
      return (await post(`${record}/void`, { reason })).status;
    case "annotate": {
      const decision = { number: "12/QĐ", day: "2026-02-01", issuedBy: "UBND xã Mai Lâm" };
      return (await post(`${record}/annotate`, { text: reason, decision })).status;
    }
    case "import": {
      const query = `unitId=${desk.unitId}&recordType=KS&openBatches=${wish.who === 0}`;
      const sent = await client.upload<Ids>(
        `entry/v1/imports?${query}`,
        "so.csv",
        csvOf(`${desk.book}/2008`, wish.rows),
      );
      if (sent.body.importId === undefined) return sent.status;
      const path = `entry/v1/imports/${sent.body.importId}`;
      const ended = async () => {
        for (;;) {
          const { phase } = (await client.get<Ids>(path)).body;
          if (phase !== "preparing" && phase !== "writing") return;
          await pause(2);
        }
      };
      await ended();
      await client.get(`${path}/preview`);
      const { status } = await post(`${path}/confirm`, {
        mode: wish.all ? "all-or-nothing" : "good-rows-only",
      });
      await ended();
      return status;
    }
    case "check": {
      const found = await review();
      let status = 404;
      for (const [index, { recordId }] of (found?.sample ?? []).entries()) {
        const path = `review/v1/reviews/${found?.id}/records/${recordId}`;
        const { revision } = (await client.get<{ revision?: number | undefined }>(path)).body;
        const mark = { field: "meHoTen", severity: "major", reason };
        const marks = wish.wrong && index === 0 ? [mark] : [];
        ({ status } = await post(`${path}/check`, { recordRevision: revision ?? 0, marks }));
      }
      return status;
    }
    case "return":
    case "accept-after-fixes":
      return (await post(`review/v1/reviews/${(await review())?.id}/${wish.do}`, { reason })).status;
    case "reconcile": {
      interface Reconciliation {
        readonly findings: readonly {
          readonly rule: string;
          readonly subject: string;
          readonly awaits: boolean;
        }[];
      }
      const path = `reporting/v1/books/${desk.bookId}/reconciliation`;
      const { findings = [] } = (await client.get<Partial<Reconciliation>>(path)).body;
      const closed = findings
        .filter(({ awaits }) => !awaits)
        .map(({ rule, subject }) => ({ rule, subject, reason }));
      return (await post(`entry/v1/books/${desk.bookId}/reconcile`, { closed })).status;
    }
    case "accept":
      return (await post(`review/v1/reviews/${(await review())?.id}/accept`, { acceptsLaxerLimits: true }))
        .status;
    case "request": {
      const changes = { ghiChu: { raw: wish.text } };
      return (await post("review/v1/corrections", { recordId, changes, reason })).status;
    }
    case "approve":
    case "decline": {
      const path = `review/v1/corrections/${nth(desk.corrections, which)}/${wish.do}`;
      return (await post(path, wish.do === "decline" ? { reason } : {})).status;
    }
    case "details":
      return (await post(`entry/v1/books/${desk.bookId}/details`, { pages: wish.pages, reason })).status;
    case "export": {
      const { status, body } = await post("reporting/v1/exports", { bookId: desk.bookId });
      // What is still being written when the work ends would be one event more later on.
      const path = `reporting/v1/exports/${body.exportId}`;
      const underWay = async () => {
        const { phase = "" } = (await client.get<Ids>(path)).body;
        return phase === "workbook" || phase === "scans";
      };
      while (status < 400 && (await underWay())) await pause(2);
      return status;
    }
    case "scan": {
      const pdf = createPagePdf({ title: `SỐ ${wish.so}`, fields: [] });
      const name = `KS.2008.${desk.book}.2008-03-17.${String(wish.so).padStart(2, "0")}.pdf`;
      const path = `entry/v1/books/${desk.bookId}/scans?replace=${wish.replace}`;
      return (await client.upload(path, name, pdf)).status;
    }
  }
};

/** Brings what is open to acceptance, as far as it goes; one batch goes back once. */
export const acceptAll = async (desk: Desk): Promise<void> => {
  const submitAll = async () => {
    for (let which = 0; which < desk.batches.size; which++) {
      await perform(desk, { do: "submit", who: HOLDER, which });
    }
  };
  await submitAll();
  await perform(desk, { do: "check", who: 3, which: 1, wrong: true });
  await perform(desk, { do: "return", who: 4, which: 1 });
  // What was marked is mended; of other batches nothing is taken.
  for (let which = 0; which < desk.records.size; which++)
    await perform(desk, { do: "correct", who: HOLDER, which, text: "Trần Thị Hòa" });
  await submitAll();
  for (const which of [1, 2, 3, 5]) {
    await perform(desk, { do: "check", who: 3, which, wrong: false });
    await perform(desk, { do: "reconcile", who: 0 });
    await perform(desk, { do: "accept", who: 4, which });
  }
};

/** Whoever manages the data notes a decision beside each case that is accepted. */
export const annotateAccepted = async (desk: Desk, dataManager: number): Promise<void> => {
  for (let which = 0; which < desk.records.size; which++)
    await perform(desk, { do: "annotate", who: dataManager, which });
};
