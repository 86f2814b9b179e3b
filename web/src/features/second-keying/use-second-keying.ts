import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { dataOf, entryApi } from "../../api/client.ts";
import {
  dropDraft,
  findDraft,
  type OutgoingRecord,
  saveDraft,
  type Trouble,
} from "../../ui/keying/drafts.ts";
import { fromStored, type KeyedFields, nextCase } from "../../ui/keying/keyed-fields.ts";
import { drop } from "../../ui/keying/outbox.ts";
import { fieldOf } from "../../ui/keying/problems.ts";
import { rememberKeyed } from "../../ui/keying/suggestions.ts";
import { useImagesAhead } from "../../ui/keying/use-case-images.ts";
import { useKeyedCase } from "../../ui/keying/use-keyed-case.ts";
import { useSaving } from "../../ui/keying/use-saving.ts";
import { useSendOff } from "../../ui/keying/use-send-off.ts";
import { useRecordType } from "../../ui/use-record-type.ts";
import { namedScan, useScanOf } from "../../ui/use-scan-of.ts";
import { type SecondCase, useSecondCases } from "./use-second-cases.ts";

const draftNameOf = (recordId: string) => `second ${recordId}`;
const nothing: readonly SecondCase[] = [];

/** What repeats from their own case before, of the columns that are keyed twice. */
const carriedTo = (previous: KeyedFields, compared: readonly string[]): KeyedFields =>
  Object.fromEntries(Object.entries(nextCase(previous)).filter(([code]) => compared.includes(code)));

/**
 * The second keying of a batch, case after case. Drafts and suggestions are this person's and this
 * stage's; `opened` is told of every case that takes its place in the form, `last` when none is
 * left to key.
 */
export const useSecondKeying = (
  batchId: string,
  on: { readonly opened: () => void; readonly last: () => void },
) => {
  const [here, setHere] = useState<SecondCase>();
  const [previous, setPrevious] = useState<KeyedFields>({});
  const [trouble, setTrouble] = useState<Trouble>();
  /** Keyed in this sitting, whether or not the list has heard of it. */
  const [own, setOwn] = useState<ReadonlyMap<string, KeyedFields>>(new Map());
  const saving = useSaving(batchId);
  const keyed = useKeyedCase(undefined, draftNameOf(here?.recordId ?? batchId));
  const batch = useQuery({
    queryKey: ["batch", batchId],
    queryFn: () => dataOf(entryApi.GET("/api/entry/v1/batches/{batchId}", { params: { path: { batchId } } })),
  });
  const cases = useSecondCases(batchId);
  const type = useRecordType(batch.data?.recordType);
  const found = useScanOf(batch.data?.bookId, here?.number);
  useImagesAhead(batch.data?.bookId, here?.number ?? "");
  const items = cases.data?.items ?? nothing;
  const compared = useMemo(() => cases.data?.fields ?? [], [cases.data]);
  const columns = useMemo(
    () => type.data?.fields.filter(({ code }) => compared.includes(code)) ?? [],
    [type.data, compared],
  );
  const isKeyed = ({ recordId, keyedAgain }: SecondCase) => keyedAgain || own.has(recordId);

  const open = async (next: SecondCase, before: KeyedFields = previous) => {
    const draft = await findDraft(draftNameOf(next.recordId));
    const known = own.get(next.recordId) ?? (next.keyedAgain ? fromStored(next.fields) : undefined);
    setTrouble(undefined);
    setHere(next);
    keyed.start(draft ?? known ?? carriedTo(before, compared));
    on.opened();
  };

  const begun = useRef(false);
  useEffect(() => {
    const first = items.find((one) => !isKeyed(one)) ?? items[0];
    if (begun.current || !first || !type.data) return;
    begun.current = true;
    void open(first);
  });

  const refuse = (refusal: Trouble) => {
    keyed.refuse(refusal.errors);
    setTrouble(refusal);
    const [problem] = refusal.errors;
    if (problem) document.getElementById(`field-${fieldOf(problem)}`)?.focus();
  };

  /** A case that the server refused after the form had gone on. */
  const reopen = async (record: OutgoingRecord, refusal = record.refused): Promise<boolean> => {
    const again = items.find(({ recordId }) => recordId === record.again?.recordId);
    if (!again || !(await saveDraft(draftNameOf(again.recordId), record.draft))) return false;
    await open(again);
    if (refusal) refuse(refusal);
    await drop(record.key);
    return true;
  };

  const goOn = async (saved: KeyedFields, done: SecondCase) => {
    rememberKeyed(saved, "second");
    await dropDraft(draftNameOf(done.recordId));
    setPrevious(saved);
    const after = new Map(own).set(done.recordId, saved);
    setOwn(after);
    const place = items.findIndex(({ recordId }) => recordId === done.recordId);
    const left = [...items.slice(place + 1), ...items.slice(0, place)];
    const next = left.find((one) => !one.keyedAgain && !after.has(one.recordId));
    if (next) await open(next, saved);
    else on.last();
  };

  const sendOff = useSendOff(keyed.fieldsNow);

  return {
    batch,
    cases,
    type,
    items,
    columns,
    here,
    previous,
    keyed,
    saving,
    trouble,
    isKeyed,
    open,
    reopen,
    scan: namedScan(here?.scanId, found),
    done: items.filter(isKeyed).length,
    step(by: number) {
      const next = items[items.findIndex(({ recordId }) => recordId === here?.recordId) + by];
      if (next) void open(next);
    },
    async save() {
      if (!here || !batch.data) return;
      const { recordType, bookNumber } = batch.data;
      await sendOff(
        {
          batchId,
          accepted: [],
          book: { recordType, bookNumber },
          again: { recordId: here.recordId, number: here.number },
        },
        {
          begin: () => setTrouble(undefined),
          goOn: (saved) => goOn(saved, here),
          bringBack: reopen,
          refuse,
        },
      );
    },
  };
};
