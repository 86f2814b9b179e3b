import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation, useParams } from "wouter";
import { dataOf, entryApi } from "../../api/client.ts";
import { CaseForm } from "../../ui/keying/case-form.tsx";
import {
  type AcceptedWarning,
  type OutgoingRecord,
  putAside,
  saveDraft,
  type Trouble,
  takeFromAside,
} from "../../ui/keying/drafts.ts";
import { pressInField } from "../../ui/keying/field-keys.ts";
import { isUntouched, type KeyedFields, nextCase, numberOf } from "../../ui/keying/keyed-fields.ts";
import { drop } from "../../ui/keying/outbox.ts";
import { acceptAll, fieldOf } from "../../ui/keying/problems.ts";
import { RefusedCases, SavingNote } from "../../ui/keying/saving-note.tsx";
import { SubmitBatch } from "../../ui/keying/submit-batch.tsx";
import { rememberKeyed } from "../../ui/keying/suggestions.ts";
import { useImagesAhead } from "../../ui/keying/use-case-images.ts";
import { useKeyedCase } from "../../ui/keying/use-keyed-case.ts";
import { checkCase } from "../../ui/keying/use-live-findings.ts";
import { useSaving } from "../../ui/keying/use-saving.ts";
import { useSendOff } from "../../ui/keying/use-send-off.ts";
import { Lease } from "../../ui/lease.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { ScanViewer } from "../../ui/scan-viewer.tsx";
import { SplitView } from "../../ui/split-view.tsx";
import { useAfterPaint } from "../../ui/use-after-paint.ts";
import { usePageKeys } from "../../ui/use-page-keys.ts";
import { useRecordType } from "../../ui/use-record-type.ts";
import { useScanOf } from "../../ui/use-scan-of.ts";
import { DeskDialogs, type Question, suffixAfter } from "./desk-dialogs.tsx";
import { openingCase } from "./opening-case.ts";

/** The first of two cases keeps the plain number, so that the second is offered this letter. */
const firstSuffix = "b";

type Duplicate = NonNullable<OutgoingRecord["duplicate"]>;

/** The keying desk: the page image beside the form, the whole job by keyboard. */
export const Desk = () => {
  const { t, i18n } = useTranslation();
  const { batchId = "" } = useParams();
  const [, navigate] = useLocation();
  const form = useRef<HTMLDivElement>(null);
  const keyed = useKeyedCase(batchId, batchId);
  const { fields, start } = keyed;
  const [previous, setPrevious] = useState<KeyedFields>({});
  const [trouble, setTrouble] = useState<Trouble>();
  const [question, setQuestion] = useState<Question>();
  const [submitting, setSubmitting] = useState(false);
  const [turn, setTurn] = useState(0);
  const [suffix, setSuffix] = useState(firstSuffix);
  const saving = useSaving(batchId);
  const unsent = saving.waiting + saving.refused.length;

  const batch = useQuery({
    queryKey: ["batch", batchId],
    queryFn: () => dataOf(entryApi.GET("/api/entry/v1/batches/{batchId}", { params: { path: { batchId } } })),
  });
  const type = useRecordType(batch.data?.recordType);
  const number = numberOf(fields);
  const scan = useScanOf(batch.data?.bookId, number);
  useImagesAhead(batch.data?.bookId, number);

  const painted = useAfterPaint();
  const begun = useRef(false);
  useEffect(() => {
    if (!batch.data || !type.data || !painted || begun.current) return;
    begun.current = true;
    void openingCase(batch.data, type.data.fields).then((opening) => {
      start(opening.fields);
      document.getElementById("field-so")?.focus();
      void opening.previous.then((last) => last && setPrevious((known) => ({ ...last, ...known })));
    });
  }, [batch.data, type.data, painted, start]);

  const standBefore = (refusal: Trouble, duplicate: Duplicate | undefined) => {
    if (duplicate && refusal.code === "record-exists") setSuffix(suffixAfter(duplicate.suffix));
    keyed.refuse(refusal.errors);
    setTrouble(refusal);
    const [problem] = refusal.errors;
    if (problem) document.getElementById(`field-${fieldOf(problem)}`)?.focus();
  };

  /**
   * A case that the server refused comes back into the form; one that is being keyed waits aside.
   */
  const bringBack = async (record: OutgoingRecord, refusal: Trouble | undefined): Promise<boolean> => {
    const here = keyed.fieldsNow();
    if (!isUntouched(here) && !(await putAside(batchId, here))) return false;
    start(record.draft);
    if (!(await saveDraft(batchId, record.draft))) return false;
    if (refusal) standBefore(refusal, record.duplicate);
    await drop(record.key);
    return true;
  };

  const goOn = async (saved: KeyedFields) => {
    setSuffix(firstSuffix);
    rememberKeyed(saved, "first");
    setTurn((before) => before + 1);
    setPrevious(saved);
    const next = (await takeFromAside(batchId)) ?? nextCase(saved);
    start(next);
    await saveDraft(batchId, next);
    form.current?.scrollTo({ top: 0 });
    document.getElementById("field-so")?.focus();
  };

  const sendOff = useSendOff(keyed.fieldsNow);
  const save = async (accepted: readonly AcceptedWarning[], duplicate?: Duplicate) => {
    if (!batch.data) return;
    const { recordType, bookNumber } = batch.data;
    await sendOff(
      {
        batchId,
        accepted,
        book: { recordType, bookNumber },
        ...(scan.id === undefined ? {} : { scanId: scan.id }),
        ...(duplicate === undefined ? {} : { duplicate }),
      },
      {
        begin() {
          setTrouble(undefined);
          setQuestion(undefined);
        },
        goOn,
        bringBack,
        refuse: (refusal) => standBefore(refusal, duplicate),
      },
    );
  };

  const askAccept = async () => {
    const findings = await checkCase(batchId, fields).catch(() => keyed.findings);
    const standing = findings.filter(({ severity }) => severity !== "info");
    if (standing.length > 0) setQuestion({ kind: "accept", findings: standing });
    else await save([]);
  };

  usePageKeys((event) => {
    const acts: Record<string, () => void> = {
      F7: () => {
        const [first] = saving.refused;
        if (first) void bringBack(first, first.refused);
      },
      F8: () => void askAccept(),
      F9: () => navigate(`/lo/${batchId}/truong-hop`),
      F10: () => setSubmitting(true),
    };
    const act = event.key === "Enter" && event.ctrlKey ? () => void save([]) : acts[event.key];
    if (act) {
      event.preventDefault();
      // A key that is held acts once.
      if (!event.repeat) act();
      return;
    }
    const askIllegible = (code: string) => setQuestion({ kind: "illegible", code });
    pressInField(event, { fields, previous, change: keyed.change, askIllegible });
  });

  const columns = useMemo(() => type.data?.fields ?? [], [type.data]);
  if (!batch.data || !type.data) {
    return (
      <main className="page">
        <ProblemNote error={batch.error ?? type.error} />
      </main>
    );
  }
  const { recordType, bookNumber, records, marks } = batch.data;
  const title = t("batch.book", { type: t(`recordType.${recordType}`), number: bookNumber });
  return (
    <main className="desk-page">
      <SplitView
        image={painted ? <ScanViewer scan={scan} bookId={batch.data.bookId} /> : <div className="viewer" />}
      >
        <section className="form" aria-labelledby="desk-title">
          <div className="row heading">
            <h1 id="desk-title" className="grow">
              {title}{" "}
              <span className="small">
                <Lease until={batch.data.leaseUntil} />
              </span>
            </h1>
            <Link className="small" href={`/lo/${batchId}/truong-hop`}>
              {t("batch.keyed")}: {records} <kbd>F9</kbd>
            </Link>
          </div>
          {marks > 0 && (
            <p className="problem">
              {t("batch.returned", { count: marks })}{" "}
              <Link href={`/lo/${batchId}/truong-hop`}>{t("desk.mistakes")}</Link> <kbd>F9</kbd>
            </p>
          )}
          <RefusedCases
            refused={saving.refused}
            openKey="F7"
            onOpen={(record) => void bringBack(record, record.refused)}
          />
          <div className="scroll" ref={form}>
            {painted && (
              <CaseForm
                columns={columns}
                codeTables={type.data.codeTables}
                fields={fields}
                problems={keyed.problems}
                turn={turn}
                onChange={keyed.change}
                onLeave={keyed.leave}
              />
            )}
          </div>
          {trouble && (
            <div className="problem row" role="alert">
              <span className="grow">
                {i18n.language === "en" ? trouble.titleEn : trouble.title}
                {trouble.code === "warning-not-accepted" && ` ${t("desk.acceptHint")}`}
              </span>
              {trouble.code === "record-exists" && (
                <button type="button" onClick={() => setQuestion({ kind: "duplicate", number, suffix })}>
                  {t("desk.duplicate")}
                </button>
              )}
            </div>
          )}
          <div className="status">
            <button type="button" data-kind="primary" onClick={() => save([])}>
              {t("desk.save")}
            </button>
            {keyed.problems.length > 0 && (
              <button type="button" onClick={askAccept}>
                {t("desk.accept")} <kbd>F8</kbd>
              </button>
            )}
            <SavingNote saving={saving} />
            <button type="button" onClick={() => setSubmitting(true)}>
              {t("desk.submit")} <kbd>F10</kbd>
            </button>
          </div>
        </section>
      </SplitView>
      <DeskDialogs
        question={question}
        onIllegible={(code, why) => {
          keyed.change(code, { text: fields[code]?.text ?? "", special: "illegible", why });
          setQuestion(undefined);
        }}
        onAccept={(findings, reason) => void save(acceptAll(findings, reason))}
        onDuplicate={(reason, letter) =>
          void save(acceptAll(keyed.findings, reason), { suffix: letter, reason })
        }
        onClose={() => setQuestion(undefined)}
      />
      {submitting && (
        <SubmitBatch
          batchId={batchId}
          title={t("desk.submit")}
          what={
            unsent > 0 ? t("desk.submitWaits", { count: unsent }) : t("desk.submitWhat", { count: records })
          }
          confirm={t("desk.submitNow")}
          blocked={unsent > 0}
          onClose={() => setSubmitting(false)}
        />
      )}
    </main>
  );
};
