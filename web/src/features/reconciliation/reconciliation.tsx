import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "wouter";
import { dataOf, entryApi, reportingApi } from "../../api/client.ts";
import { AskText } from "../../ui/dialog.tsx";
import { Figure } from "../../ui/figure.tsx";
import { formatNumber } from "../../ui/format.ts";
import { Freshness } from "../../ui/freshness.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { useHasRole } from "../../ui/use-session.ts";
import { type Finding, Findings, keyOf } from "./findings.tsx";

const MOST_FINDINGS = 5_000;
/** As many as one order may close. */
const MOST_CLOSED = 500;

/**
 * A book against its own numbers, pages and files: every deviation is mended or closed with a
 * reason.
 */
export const Reconciliation = () => {
  const { t } = useTranslation();
  const { bookId = "" } = useParams();
  const client = useQueryClient();
  const keeper = useHasRole("book-keeper");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [closing, setClosing] = useState<readonly Finding[]>();
  const params = { path: { bookId }, query: { limit: MOST_FINDINGS } };
  const answer = useQuery({
    queryKey: ["figures", "reconciliation", bookId],
    queryFn: () => dataOf(reportingApi.GET("/api/reporting/v1/books/{bookId}/reconciliation", { params })),
  });
  const close = useMutation({
    mutationFn: async ({ findings, reason }: { findings: readonly Finding[]; reason: string }) => {
      for (let start = 0; start < findings.length; start += MOST_CLOSED) {
        const closed = findings
          .slice(start, start + MOST_CLOSED)
          .map(({ rule, subject }) => ({ rule, subject, reason }));
        await dataOf(
          entryApi.POST("/api/entry/v1/books/{bookId}/reconcile", {
            params: { path: { bookId }, header: { "idempotency-key": crypto.randomUUID() } },
            body: { closed },
          }),
        );
      }
    },
    onSuccess: () => setChosen(new Set()),
    // Also after a half: what was closed is closed.
    onSettled: () => {
      return client.invalidateQueries({ queryKey: ["figures", "reconciliation", bookId] });
    },
  });
  const data = answer.data;
  if (!data) {
    return (
      <main className="page">
        <ProblemNote error={answer.error} />
      </main>
    );
  }
  const { counts } = data;
  const open = data.findings.filter(({ closed }) => closed === null);
  const picked = open.filter((finding) => chosen.has(keyOf(finding)));
  const shown = (count: number | null) => (count === null ? "–" : formatNumber(count));
  const toggle = (keys: readonly string[], on: boolean) => {
    const next = new Set(chosen);
    for (const key of keys) {
      if (on) next.add(key);
      else next.delete(key);
    }
    setChosen(next);
  };
  return (
    <main className="page stack">
      <div className="row">
        <h1 className="grow">
          {t("reconciliation.title")} –{" "}
          {t("batch.book", { type: t(`recordType.${data.recordType}`), number: data.bookNumber })}
        </h1>
        <Freshness freshness={data.freshness} />
        {keeper && (
          <Link className="button noprint" href="/so">
            ← {t("books.title")}
          </Link>
        )}
        <Link className="button noprint" href={`/toan-canh/so/${bookId}`}>
          {t("reconciliation.book")}
        </Link>
        <button type="button" onClick={() => window.print()}>
          {t("common.print")}
        </button>
      </div>
      <p className="muted small">{t(keeper ? "reconciliation.hint" : "reconciliation.hintReader")}</p>
      <div className="figures">
        <Figure
          label={t("dashboard.records")}
          value={formatNumber(counts.records)}
          note={t("reconciliation.ofExpected", { expected: shown(counts.expected) })}
        />
        <Figure label={t("reconciliation.lastNumber")} value={shown(counts.lastNumber)} />
        <Figure
          label={t("reconciliation.pages")}
          value={formatNumber(counts.scannedPages)}
          note={t("reconciliation.ofPages", { pages: shown(counts.pages) })}
        />
        <Figure
          label={t("reconciliation.files")}
          value={formatNumber(counts.files)}
          note={t(counts.hasCover ? "reconciliation.cover" : "reconciliation.noCover")}
        />
        <Figure
          label={t("reconciliation.open")}
          value={formatNumber(data.open)}
          note={t("reconciliation.ofFound", { count: data.total })}
        />
      </div>
      <ProblemNote error={close.error ?? answer.error} />
      {data.open === 0 && <p className="good">✓ {t("reconciliation.done")}</p>}
      {keeper && open.length > 0 && (
        <div className="row noprint">
          <button type="button" onClick={() => toggle(open.map(keyOf), picked.length < open.length)}>
            {t(picked.length < open.length ? "reconciliation.chooseAll" : "reconciliation.chooseNone")}
          </button>
          <button
            type="button"
            data-kind="primary"
            disabled={picked.length === 0 || close.isPending}
            onClick={() => setClosing(picked)}
          >
            {t("reconciliation.close", { count: picked.length })}
          </button>
        </div>
      )}
      <Findings
        findings={data.findings}
        chosen={chosen}
        onChoose={keeper ? (finding, on) => toggle([keyOf(finding)], on) : undefined}
      />
      {closing && (
        <AskText
          title={t("reconciliation.close", { count: closing.length })}
          label={t("reconciliation.why")}
          confirm={t("reconciliation.closeNow")}
          suggestions={[
            t("reconciliation.reasons.paper"),
            t("reconciliation.reasons.torn"),
            t("reconciliation.reasons.skipped"),
            t("reconciliation.reasons.annex"),
          ]}
          onAnswer={(reason) => {
            close.mutate({ findings: closing, reason });
            setClosing(undefined);
          }}
          onClose={() => setClosing(undefined)}
        />
      )}
    </main>
  );
};
