import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { dataOf, reviewApi } from "../../api/client.ts";
import { AskText } from "../../ui/dialog.tsx";
import { textOf } from "../../ui/field-value.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { ScanViewer } from "../../ui/scan-viewer.tsx";
import { SplitView } from "../../ui/split-view.tsx";
import { usePageKeys } from "../../ui/use-page-keys.ts";
import { useRecordTexts } from "../../ui/use-record-texts.ts";
import { answeredByBook, useRecordType } from "../../ui/use-record-type.ts";
import { namedScan, useScanOf } from "../../ui/use-scan-of.ts";

const severities = ["major", "critical", "minor"] as const;
type Severity = (typeof severities)[number];
interface Mark {
  readonly field: string;
  readonly severity: Severity;
  readonly reason: string;
}

const none: readonly Mark[] = [];

/** What the rules found in the batch and the clerk let stand: the checker looks there twice. */
const useFindings = (reviewId: string) =>
  useQuery({
    queryKey: ["review-findings", reviewId],
    queryFn: () =>
      dataOf(
        reviewApi.GET("/api/review/v1/reviews/{reviewId}/findings", {
          params: { path: { reviewId }, query: { limit: 1_000 } },
        }),
      ),
    // Reading it is recorded each time.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  }).data?.findings ?? [];

export const recordQuery = (reviewId: string, recordId: string) => ({
  queryKey: ["sampled", reviewId, recordId],
  queryFn: () =>
    dataOf(
      reviewApi.GET("/api/review/v1/reviews/{reviewId}/records/{recordId}", {
        params: { path: { reviewId, recordId } },
      }),
    ),
});

/**
 * One sampled record beside its image: arrows to a field, X marks what is wrong, Enter confirms and
 * goes on.
 */
export const SampledRecord = (props: {
  readonly reviewId: string;
  readonly recordId: string;
  readonly bookId: string;
  readonly progress: string;
  readonly onDone: () => void;
  /** Back to the case checked before this one, where there is one. */
  readonly onPrevious?: (() => void) | undefined;
}) => {
  const { reviewId, recordId, bookId, progress, onDone, onPrevious } = props;
  const { t, i18n } = useTranslation();
  const english = i18n.language === "en";
  const [changed, setMarks] = useState<readonly Mark[]>();
  const client = useQueryClient();
  const [asking, setAsking] = useState<string>();
  const record = useQuery(recordQuery(reviewId, recordId));
  const findings = useFindings(reviewId);
  // A case that is looked at again begins with what was marked before.
  const marks = changed ?? record.data?.marks ?? none;
  const type = useRecordType(record.data?.recordType);
  const { labelOf, meaningOf } = useRecordTexts(record.data?.recordType);
  const scan = useScanOf(bookId, record.data?.number);
  const check = useMutation({
    mutationFn: () => {
      const body = { recordRevision: record.data?.revision ?? 0, marks: [...marks] };
      return dataOf(
        reviewApi.POST("/api/review/v1/reviews/{reviewId}/records/{recordId}/check", {
          params: { path: { reviewId, recordId } },
          body,
        }),
      );
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ["sampled", reviewId, recordId] });
      onDone();
    },
  });
  const ready = record.data !== undefined && type.data !== undefined;
  useEffect(() => {
    if (ready) document.querySelector<HTMLElement>("[data-checked]")?.focus();
  }, [ready]);

  const toggle = (field: string) => {
    if (marks.some((mark) => mark.field === field)) setMarks(marks.filter((mark) => mark.field !== field));
    else setAsking(field);
  };
  usePageKeys((event) => {
    const field = event.target instanceof HTMLElement ? event.target.dataset["checked"] : undefined;
    const move = (step: number) => {
      const all = [...document.querySelectorAll<HTMLElement>("[data-checked]")];
      const here = all.findIndex((one) => one.dataset["checked"] === field);
      all[Math.min(all.length - 1, Math.max(0, here + step))]?.focus();
    };
    if (event.altKey || event.ctrlKey) return;
    // A key that is held must not pass case after case that nobody looked at.
    if (event.repeat && !event.key.startsWith("Arrow")) return;
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "F7" && onPrevious) onPrevious();
    else if (event.key.toLowerCase() === "x" && field !== undefined) toggle(field);
    else if (event.key === "Enter" && (field !== undefined || event.target === document.body)) {
      if (ready && !check.isPending) check.mutate();
    } else return;
    event.preventDefault();
  });
  const words = { blank: t("history.blank"), illegible: t("history.illegible") };
  return (
    <main className="desk-page">
      <SplitView image={<ScanViewer scan={namedScan(record.data?.scanId, scan)} bookId={bookId} />}>
        <section className="form" aria-labelledby="desk-title">
          <div className="row heading">
            <h1 id="desk-title" className="grow">
              {record.data && t("review.record", { number: record.data.number })}
            </h1>
            {onPrevious && (
              <button type="button" data-kind="plain" className="small" onClick={onPrevious}>
                {t("review.previous")} <kbd>F7</kbd>
              </button>
            )}
            <span className="muted small">{progress}</span>
          </div>
          <p className="muted small">{t("review.markHint")}</p>
          <ProblemNote error={record.error} />
          <div className="scroll checkgrid">
            {(record.data ? (type.data?.fields ?? []) : []).map((field) => {
              if (answeredByBook.has(field.code)) return null;
              const value = record.data?.fields[field.code];
              const mark = marks.find((one) => one.field === field.code);
              const found = findings.filter(
                ({ records, fields }) => records.includes(recordId) && fields.includes(field.code),
              );
              return (
                <button
                  type="button"
                  key={field.code}
                  data-checked={field.code}
                  data-group={field.group}
                  data-empty={value === undefined}
                  aria-pressed={mark !== undefined}
                  onClick={() => toggle(field.code)}
                >
                  <small>{english ? field.labelEn : field.labelVi}</small>
                  <span>
                    {value === undefined ? t("review.notKeyed") : textOf(value, words)}
                    {meaningOf(field.code, value)}
                  </span>
                  {value && "illegible" in value && <small>{t(`desk.why.${value.illegible}`)}</small>}
                  {value && "doubtful" in value && value.doubtful && (
                    <small className="doubt">{t("desk.doubtful")}</small>
                  )}
                  {found.map((one) => (
                    <small key={one.rule} className="doubt">
                      {english ? one.messageEn : one.messageVi}
                    </small>
                  ))}
                  {mark && <span className="mark">✗ {mark.reason}</span>}
                </button>
              );
            })}
          </div>
          <ProblemNote error={check.error} />
          <div className="status">
            <button
              type="button"
              data-kind="primary"
              onClick={() => check.mutate()}
              disabled={check.isPending}
            >
              {marks.length === 0 ? t("review.right") : t("review.wrong", { count: marks.length })}
            </button>
          </div>
        </section>
      </SplitView>
      {asking !== undefined && (
        <AskText
          title={`${t("review.mark")}: ${labelOf(asking)}`}
          label={t("review.why")}
          confirm={t("review.mark")}
          minLength={2}
          suggestions={[
            t("review.reasons.tone"),
            t("review.reasons.letter"),
            t("review.reasons.number"),
            t("review.reasons.missing"),
            t("review.reasons.other"),
          ]}
          onAnswer={(reason, form) => {
            const severity = severities.find((one) => one === form.get("severity")) ?? "major";
            setMarks([...marks, { field: asking, severity, reason }]);
            setAsking(undefined);
          }}
          onClose={() => setAsking(undefined)}
        >
          <div className="field">
            <label htmlFor="severity">{t("review.how")}</label>
            <select id="severity" name="severity" defaultValue="major">
              {severities.map((one) => (
                <option key={one} value={one}>
                  {t(`review.severity.${one}`)}
                </option>
              ))}
            </select>
          </div>
        </AskText>
      )}
    </main>
  );
};
