import { useMutation, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { flushSync } from "react-dom";
import { useLocation } from "wouter";
import type { Answer } from "../../api/paths.ts";
import { problemOf } from "../../api/problem.ts";
import { query, readsOf, useRefresh } from "../../api/queries.ts";
import { ofSeen, send } from "../../api/requests.ts";
import {
  begunFrom,
  correctionDraft,
  type DraftPlace,
  dropDraft,
  findDraft,
  type GivenAnswer,
  saveDraft,
} from "../../ui/keying/drafts.ts";
import {
  changesFrom,
  fromStored,
  type KeyedFields,
  type Typing,
  typedOver,
} from "../../ui/keying/keyed-fields.ts";
import { useKeyedCase } from "../../ui/keying/use-keyed-case.ts";
import { isOvertaken } from "../../ui/use-made-from.ts";
import { useOnce } from "../../ui/use-once.ts";
import { isAnsweredByBook, useRecordType } from "../../ui/use-record-type.ts";
import { useScanOf } from "../../ui/use-scan-of.ts";

const RECORD = "/api/entry/v1/records/{recordId}";

export type KeyedRecord = Answer<"get", typeof RECORD>;

/** Keeps what was typed over what is stored now, and what is stored beside it. */
const keepTyping = async (draft: DraftPlace, typing: Typing): Promise<void> => {
  // The draft first: cut off between the two, what others changed is in it and no change of it.
  if (typing.typed !== typing.now) await saveDraft(draft, typedOver(typing));
  await saveDraft(begunFrom(draft), typing.now);
};

/** Leaves a case that is done with: its draft is dropped, what tells of it is read anew. */
const useLeaving = (batchId: string, recordId: string, draft: DraftPlace) => {
  const refresh = useRefresh();
  const [, navigate] = useLocation();
  return async (where: string) => {
    await dropDraft(draft);
    await dropDraft(begunFrom(draft));
    void refresh(
      readsOf("/api/entry/v1/batches/{batchId}/records"),
      readsOf("/api/entry/v1/batches/{batchId}", { path: { batchId } }),
      readsOf("/api/entry/v1/batches"),
      readsOf(RECORD, { path: { recordId } }),
    );
    navigate(where);
  };
};

interface Lettable {
  readonly header: () => ReturnType<typeof ofSeen> & { readonly "idempotency-key": string };
  readonly onDone: () => Promise<void>;
  /** Shows what is there now, where somebody else was quicker. */
  readonly renew: () => Promise<void>;
}

/** Answers the findings of a case that stays as it is. */
const useLettingStand = (recordId: string, { header, onDone, renew }: Lettable) =>
  useMutation({
    mutationFn: (accepted: readonly GivenAnswer[]) =>
      send("post", "/api/entry/v1/records/{recordId}/let-stand", {
        path: { recordId },
        header: header(),
        body: { accepted: [...accepted] },
      }),
    onSuccess: onDone,
    onError: (error) => (isOvertaken(error) ? renew() : undefined),
  });

/**
 * A keyed case in the form, as it was stored or as it was being changed on this computer; `changes`
 * is what differs from the stored one. What is typed before the case `isOpen` would be lost.
 */
export const useCorrection = (batchId: string, recordId: string) => {
  const draft = correctionDraft(batchId, recordId);
  const keyed = useKeyedCase(batchId, draft);
  const [changedByOthers, setChangedByOthers] = useState<KeyedFields>({});
  const [isOpen, setOpen] = useState(false);
  const record = useQuery({
    ...query(RECORD, { path: { recordId } }),
    refetchOnWindowFocus: false,
    staleTime: 0,
  });
  const type = useRecordType(record.data?.recordType);
  const scan = useScanOf(record.data?.bookId, record.data?.number);
  const stored = useMemo(() => fromStored(record.data?.fields ?? {}), [record.data]);
  const columns = useMemo(
    () =>
      (type.data?.fields ?? []).filter(({ code }) => code !== "so" && !isAnsweredByBook(code, record.data)),
    [type.data, record.data],
  );
  const first = record.data?.marks[0]?.field ?? columns[0]?.code;
  const put = (typing: Typing) => {
    keyed.start(typedOver(typing), new Set(columns.map(({ code }) => code)));
    return keepTyping(draft, typing);
  };
  const open = async () => {
    const before = await findDraft(begunFrom(draft));
    const typed = (await findDraft(draft)) ?? before ?? stored;
    const kept = put({ before: before ?? stored, typed, now: stored });
    // Drawn at once: the field that is to have the focus is there afterwards.
    flushSync(() => setOpen(true));
    document.getElementById(`field-${first}`)?.focus();
    await kept;
  };
  useOnce(type.data && record.data, open);
  const leave = useLeaving(batchId, recordId, draft);
  const toCases = () => leave(`/lo/${batchId}/truong-hop`);
  const changes = changesFrom(stored, keyed.fields);
  const header = () => ({ ...ofSeen(record.data?.revision ?? 0), "idempotency-key": crypto.randomUUID() });
  /** Somebody else was quicker: what is there now is shown, with what was typed over it. */
  const renew = async () => {
    const { data } = await record.refetch();
    if (!data) return;
    const now = fromStored(data.fields);
    const others = Object.keys(changesFrom(stored, now));
    setChangedByOthers(Object.fromEntries(others.map((code) => [code, now[code] ?? { text: "" }])));
    await put({ before: stored, typed: keyed.fieldsNow(), now });
  };
  const correct = useMutation({
    mutationFn: (given: { readonly reason: string; readonly accepted: readonly GivenAnswer[] }) =>
      send("post", "/api/entry/v1/records/{recordId}/correct", {
        path: { recordId },
        header: header(),
        body: { changes, reason: given.reason, accepted: given.accepted },
      }),
    onSuccess: () => toCases(),
    onError: async (error) => {
      if (isOvertaken(error)) await renew();
      const { errors = [] } = problemOf(error);
      keyed.refuse(errors);
    },
  });
  const letStand = useLettingStand(recordId, { header, onDone: toCases, renew });
  return {
    record,
    type,
    isOpen,
    columns,
    scan,
    keyed,
    stored,
    changed: Object.keys(changes).length,
    changedFields: Object.keys(changes),
    changedByOthers,
    renew,
    correct,
    letStand,
    leave,
  };
};
