import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation, useParams } from "wouter";
import { dataOf, entryApi } from "../../api/client.ts";
import { currentSession } from "../../api/session.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { ScanViewer } from "../../ui/scan-viewer.tsx";
import { SplitView } from "../../ui/split-view.tsx";
import { useAfterPaint } from "../../ui/use-after-paint.ts";
import { usePageKeys } from "../../ui/use-page-keys.ts";
import { useRecordType } from "../../ui/use-record-type.ts";
import { useScanOf } from "../../ui/use-scan-of.ts";
import { CaseForm } from "./case-form.tsx";
import { DeskDialogs, type Question, suffixAfter } from "./desk-dialogs.tsx";
import { type AcceptedWarning, dropDraft, type OutgoingRecord, saveDraft, type Trouble } from "./drafts.ts";
import { pressInField } from "./field-keys.ts";
import { type KeyedFields, nextCase, numberOf, toKeyedValues } from "./keyed-fields.ts";
import { openingCase } from "./opening-case.ts";
import { acceptAll, fieldOf } from "./problems.ts";
import { RefusedCases, SavingNote } from "./saving-note.tsx";
import { rememberKeyed } from "./suggestions.ts";
import { useImagesAhead } from "./use-case-images.ts";
import { useKeyedCase } from "./use-keyed-case.ts";
import { checkCase } from "./use-live-findings.ts";
import { useSaving } from "./use-saving.ts";

/** The first of two cases keeps the plain number, so that the second is offered this letter. */
const firstSuffix = "b";

type Duplicate = NonNullable<OutgoingRecord["duplicate"]>;

/** The keying desk: the page image beside the form, the whole job by keyboard. */
export const Desk = () => {
  const { t, i18n } = useTranslation();
  const { batchId = "" } = useParams();
  const [, navigate] = useLocation();
  const client = useQueryClient();
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

  const batch = useQuery({
    queryKey: ["batch", batchId],
    queryFn: () => dataOf(entryApi.GET("/api/entry/v1/batches/{batchId}", { params: { path: { batchId } } })),
  });
  const type = useRecordType(batch.data?.recordType);
  const number = numberOf(fields);
  const scanId = useScanOf(batch.data?.bookId, number);
  useImagesAhead(batch.data?.bookId, number);

  const painted = useAfterPaint();
  const begun = useRef(false);
  useEffect(() => {
    if (!batch.data || !type.data || !painted || begun.current) return;
    begun.current = true;
    void openingCase(batch.data, type.data.fields).then((fields) => {
      start(fields);
      document.getElementById("field-so")?.focus();
    });
  }, [batch.data, type.data, painted, start]);

  const save = async (accepted: readonly AcceptedWarning[], duplicate?: Duplicate) => {
    setTrouble(undefined);
    setQuestion(undefined);
    const refusal = await saving.save({
      ...{ key: crypto.randomUUID(), batchId, account: currentSession()?.account.id ?? "" },
      ...{ fields: toKeyedValues(fields), accepted, draft: fields },
      ...(scanId === undefined ? {} : { scanId }),
      ...(duplicate === undefined ? {} : { duplicate }),
    });
    if (refusal) {
      if (duplicate && refusal.code === "record-exists") setSuffix(suffixAfter(duplicate.suffix));
      keyed.refuse(refusal.errors);
      setTrouble(refusal);
      const [problem] = refusal.errors;
      if (problem) document.getElementById(`field-${fieldOf(problem)}`)?.focus();
      return;
    }
    setSuffix(firstSuffix);
    rememberKeyed(fields, "first");
    setTurn((before) => before + 1);
    setPrevious(fields);
    const next = nextCase(fields);
    start(next);
    await dropDraft(batchId);
    void saveDraft(batchId, next);
    form.current?.scrollTo({ top: 0 });
    document.getElementById("field-so")?.focus();
  };

  const askAccept = async () => {
    const findings = await checkCase(batchId, fields).catch(() => keyed.findings);
    const standing = findings.filter(({ severity }) => severity !== "info");
    if (standing.length > 0) setQuestion({ kind: "accept", findings: standing });
    else await save([]);
  };

  const submit = useMutation({
    mutationFn: () =>
      dataOf(entryApi.POST("/api/entry/v1/batches/{batchId}/submit", { params: { path: { batchId } } })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["batches"] });
      navigate("/lo");
    },
    onSettled: () => setSubmitting(false),
  });

  usePageKeys((event) => {
    const acts: Record<string, () => void> = {
      F8: () => void askAccept(),
      F9: () => navigate(`/lo/${batchId}/truong-hop`),
      F10: () => setSubmitting(true),
    };
    const act = event.key === "Enter" && event.ctrlKey ? () => void save([]) : acts[event.key];
    if (act) {
      event.preventDefault();
      act();
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
        image={
          painted ? <ScanViewer scanId={scanId} bookId={batch.data.bookId} /> : <div className="viewer" />
        }
      >
        <section className="form" aria-labelledby="desk-title">
          <div className="row heading">
            <h1 id="desk-title" className="grow">
              {title}
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
            onOpen={async (record) => {
              start(record.draft);
              await saveDraft(batchId, record.draft);
              await saving.drop(record.key);
              setTrouble(record.refused);
              keyed.refuse(record.refused?.errors ?? []);
            }}
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
          <ProblemNote error={submit.error} />
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
        <Dialog title={t("desk.submit")} onClose={() => setSubmitting(false)}>
          <p>
            {saving.waiting > 0
              ? t("desk.submitWaits", { count: saving.waiting })
              : t("desk.submitWhat", { count: records })}
          </p>
          <div className="row">
            <button
              type="button"
              data-kind="primary"
              data-first
              disabled={saving.waiting > 0 || submit.isPending}
              onClick={() => submit.mutate()}
            >
              {t("desk.submitNow")}
            </button>
            <button type="button" onClick={() => setSubmitting(false)}>
              {t("common.cancel")}
            </button>
          </div>
        </Dialog>
      )}
    </main>
  );
};
