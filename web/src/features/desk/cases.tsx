import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation, useParams } from "wouter";
import { query } from "../../api/queries.ts";
import { formatMoment } from "../../ui/format.ts";
import { MoreButton } from "../../ui/more-button.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { ReturnReason } from "../../ui/return-reason.tsx";
import { usePageKeys } from "../../ui/use-page-keys.ts";
import { Mistakes } from "./mistakes.tsx";
import { namesIn } from "./names-in.ts";
import { type Case, useCases } from "./use-cases.ts";

/** What the rules find and nobody was asked about, as in a workbook: each needs a reason. */
const Unanswered = ({ batchId, cases }: { readonly batchId: string; readonly cases: readonly Case[] }) => {
  const { t } = useTranslation();
  return (
    <section className="stack" data-unanswered={cases.length}>
      <h2>{t("desk.unanswered")}</h2>
      <p className="muted small">{t("desk.unansweredHint")}</p>
      {cases.map((one) => (
        <Link key={one.id} className="card case row" href={`/lo/${batchId}/sua/${one.id}`}>
          <strong className="grow">
            {t("review.record", { number: one.number })} · {namesIn(one)}
          </strong>
          <span className="tag" data-tone="warn">
            {one.findings.open}
          </span>
        </Link>
      ))}
    </section>
  );
};

const CaseRow = ({ batchId, one }: { readonly batchId: string; readonly one: Case }) => {
  const { t } = useTranslation();
  const findings = one.findings.errors + one.findings.warnings;
  return (
    <tr className="clickable">
      <td className="number">{one.number}</td>
      <td>
        {one.status === "voided" ? (
          <del>{namesIn(one)}</del>
        ) : (
          <Link className="case" href={`/lo/${batchId}/sua/${one.id}`}>
            {namesIn(one) || t("review.record", { number: one.number })}
          </Link>
        )}
      </td>
      <td>
        {findings > 0 && (
          <span className="tag" data-tone={one.findings.errors > 0 ? "bad" : "warn"}>
            {findings}
          </span>
        )}
      </td>
      <td className="muted small">{formatMoment(one.changedAt)}</td>
    </tr>
  );
};

/** Arrows go from case to case, F9 goes back to the desk. */
const useCaseKeys = (batchId: string): void => {
  const [, navigate] = useLocation();
  usePageKeys((event) => {
    const links = [...document.querySelectorAll<HTMLElement>("main .case")];
    const here = links.findIndex((one) => one.matches(":focus"));
    if (event.key === "ArrowDown") links[here + 1]?.focus();
    else if (event.key === "ArrowUp") links[here - 1]?.focus();
    else if (event.key === "F9") navigate(`/lo/${batchId}`);
    else return;
    event.preventDefault();
  });
};

/**
 * What was keyed in the batch so far: the mistakes that a check marked first, then every case to be
 * opened again.
 */
export const Cases = () => {
  const { t } = useTranslation();
  const { batchId = "" } = useParams();
  const { data: batch } = useQuery(query("/api/entry/v1/batches/{batchId}", { path: { batchId } }));
  const marked = useCases(batchId, "marked");
  const unanswered = useCases(batchId, "unanswered");
  const all = useCases(batchId);
  const ready = [all, marked, unanswered].every(({ list }) => list.data !== undefined);
  useEffect(() => {
    if (ready) document.querySelector<HTMLElement>("main .case")?.focus();
  }, [ready]);
  useCaseKeys(batchId);
  return (
    <main className="page stack">
      <div className="row">
        <h1 className="grow">{t("desk.cases")}</h1>
        <Link className="button" href={`/lo/${batchId}`}>
          {t("desk.backToDesk")} <kbd>F9</kbd>
        </Link>
      </div>
      {batch && <ReturnReason batch={batch} />}
      <ProblemNote error={all.list.error ?? marked.list.error ?? unanswered.list.error} />
      {marked.cases.length > 0 && <Mistakes batchId={batchId} mistakes={marked.cases} />}
      {unanswered.cases.length > 0 && <Unanswered batchId={batchId} cases={unanswered.cases} />}
      <MoreButton list={unanswered.list} />
      {ready && all.cases.length === 0 && <p className="muted">{t("desk.noCases")}</p>}
      {all.cases.length > 0 && (
        <table>
          <thead>
            <tr>
              <th className="number">{t("search.number")}</th>
              <th>{t("desk.whom")}</th>
              <th>{t("desk.findings")}</th>
              <th>{t("desk.changedAt")}</th>
            </tr>
          </thead>
          <tbody>
            {all.cases.map((one) => (
              <CaseRow key={one.id} batchId={batchId} one={one} />
            ))}
          </tbody>
        </table>
      )}
      <MoreButton list={all.list} />
    </main>
  );
};
