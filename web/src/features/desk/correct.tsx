import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation, useParams } from "wouter";
import { dataOf, entryApi } from "../../api/client.ts";
import { problemOf } from "../../api/problem.ts";
import { CaseForm } from "../../ui/keying/case-form.tsx";
import { type AcceptedWarning, dropDraft, findDraft } from "../../ui/keying/drafts.ts";
import { pressInField } from "../../ui/keying/field-keys.ts";
import { changesFrom, fromStored } from "../../ui/keying/keyed-fields.ts";
import { acceptAll } from "../../ui/keying/problems.ts";
import { useKeyedCase } from "../../ui/keying/use-keyed-case.ts";
import { checkCase } from "../../ui/keying/use-live-findings.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { ScanViewer } from "../../ui/scan-viewer.tsx";
import { SplitView } from "../../ui/split-view.tsx";
import { usePageKeys } from "../../ui/use-page-keys.ts";
import { useRecordType } from "../../ui/use-record-type.ts";
import { namedScan, useScanOf } from "../../ui/use-scan-of.ts";
import { DeskDialogs, type Question } from "./desk-dialogs.tsx";
import { WrongRecord } from "./wrong-record.tsx";

/**
 * A case opened again beside its image: what a check marked stands at its field; every change has a
 * reason.
 */
export const Correct = () => {
  const { t } = useTranslation();
  const { batchId = "", recordId = "" } = useParams();
  const [, navigate] = useLocation();
  const client = useQueryClient();
  const draftName = `record ${recordId}`;
  const keyed = useKeyedCase(batchId, draftName);
  const { fields, start } = keyed;
  const [question, setQuestion] = useState<Question>();
  const [reason, setReason] = useState<string>();

  const record = useQuery({
    queryKey: ["keyed-record", recordId],
    queryFn: () =>
      dataOf(entryApi.GET("/api/entry/v1/records/{recordId}", { params: { path: { recordId } } })),
    refetchOnWindowFocus: false,
    staleTime: 0,
  });
  const type = useRecordType(record.data?.recordType);
  const scan = useScanOf(record.data?.bookId, record.data?.number);
  const stored = useMemo(() => fromStored(record.data?.fields ?? {}), [record.data]);
  const back = `/lo/${batchId}/truong-hop`;

  const opened = record.data !== undefined && type.data !== undefined;
  const marked = record.data?.marks[0]?.field;
  const begun = useRef(false);
  useEffect(() => {
    if (!opened || begun.current) return;
    begun.current = true;
    void findDraft(draftName).then((draft) => {
      start(draft ?? stored);
      document.getElementById(`field-${marked ?? "so"}`)?.focus();
    });
  }, [draftName, marked, opened, start, stored]);

  const leave = async (where: string) => {
    await dropDraft(draftName);
    for (const queryKey of [["cases"], ["batch", batchId], ["batches"], ["keyed-record", recordId]]) {
      void client.invalidateQueries({ queryKey });
    }
    navigate(where);
  };
  const correct = useMutation({
    mutationFn: (order: { why: string; accepted: readonly AcceptedWarning[] }) =>
      dataOf(
        entryApi.POST("/api/entry/v1/records/{recordId}/correct", {
          params: { path: { recordId }, header: { "idempotency-key": crypto.randomUUID() } },
          body: {
            changes: changesFrom(stored, fields),
            reason: order.why,
            accepted: [...order.accepted],
          },
        }),
      ),
    onSuccess: () => leave(back),
    onError: (error) => {
      const { errors = [] } = problemOf(error);
      keyed.refuse(errors);
    },
  });

  const changed = Object.keys(changesFrom(stored, fields)).length;
  const usual =
    record.data && record.data.marks.length > 0 ? t("desk.correctReason") : t("desk.correctMistake");
  const ask = () => {
    if (changed > 0) setQuestion({ kind: "why", initial: reason ?? usual });
  };
  const askAccept = async () => {
    const findings = await checkCase(batchId, fields).catch(() => keyed.findings);
    setQuestion({ kind: "accept", findings: findings.filter(({ severity }) => severity !== "info") });
  };
  usePageKeys((event) => {
    const acts: Record<string, () => void> = {
      F8: () => void askAccept(),
      F9: () => navigate(back),
    };
    const act = event.key === "Enter" && event.ctrlKey ? ask : acts[event.key];
    if (act) {
      event.preventDefault();
      act();
      return;
    }
    const askIllegible = (code: string) => setQuestion({ kind: "illegible", code });
    pressInField(event, { fields, previous: stored, change: keyed.change, askIllegible });
  });

  const columns = useMemo(() => type.data?.fields.filter(({ code }) => code !== "so") ?? [], [type.data]);
  if (!record.data || !type.data) {
    return (
      <main className="page">
        <ProblemNote error={record.error ?? type.error} />
      </main>
    );
  }
  const { marks, number, bookNumber, recordType } = record.data;
  return (
    <main className="desk-page">
      <SplitView
        image={<ScanViewer scan={namedScan(record.data.scanId, scan)} bookId={record.data.bookId} />}
      >
        <section className="form" aria-labelledby="desk-title">
          <div className="row heading">
            <h1 id="desk-title" className="grow">
              {t("history.record", { number, type: t(`recordType.${recordType}`), book: bookNumber })}
            </h1>
            <Link className="small" href={back}>
              {t("desk.backToCases")} <kbd>F9</kbd>
            </Link>
          </div>
          {marks.length > 0 && (
            <div className="problem">
              {t("desk.marks")}:{" "}
              {marks.map((mark) => (
                <span key={mark.field}>“{mark.reason}” </span>
              ))}
            </div>
          )}
          <div className="scroll">
            <CaseForm
              columns={columns}
              codeTables={type.data.codeTables}
              fields={fields}
              problems={keyed.problems}
              marks={marks}
              turn={0}
              onChange={keyed.change}
              onLeave={keyed.leave}
            />
          </div>
          <ProblemNote error={correct.error} />
          <div className="status">
            <button
              type="button"
              data-kind="primary"
              disabled={changed === 0 || correct.isPending}
              onClick={ask}
            >
              {t("desk.correctSave")}
            </button>
            {keyed.problems.length > 0 && changed > 0 && (
              <button type="button" onClick={askAccept}>
                {t("desk.accept")} <kbd>F8</kbd>
              </button>
            )}
            <span className="small muted grow" role="status">
              {t("desk.changed", { count: changed })}
            </span>
            {record.data.status === "entered" && (
              <WrongRecord
                batchId={batchId}
                recordId={recordId}
                number={number}
                fields={fields}
                onVoided={(again) => void leave(again ? `/lo/${batchId}` : back)}
              />
            )}
          </div>
        </section>
      </SplitView>
      <DeskDialogs
        question={question}
        onIllegible={(code, why) => {
          keyed.change(code, { text: fields[code]?.text ?? "", special: "illegible", why });
          setQuestion(undefined);
        }}
        onAccept={(findings, accepted) => {
          setQuestion(undefined);
          correct.mutate({ why: reason ?? usual, accepted: acceptAll(findings, accepted) });
        }}
        onWhy={(why) => {
          setReason(why);
          setQuestion(undefined);
          correct.mutate({ why, accepted: [] });
        }}
        onClose={() => setQuestion(undefined)}
      />
    </main>
  );
};
