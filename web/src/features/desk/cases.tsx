import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation, useParams } from "wouter";
import { dataOf, entryApi } from "../../api/client.ts";
import type { paths } from "../../api/generated/entry.ts";
import { textOf } from "../../ui/field-value.ts";
import { formatMoment } from "../../ui/format.ts";
import { MoreButton } from "../../ui/more-button.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { usePageKeys } from "../../ui/use-page-keys.ts";
import { useRecordTexts } from "../../ui/use-record-texts.ts";

type CasesPage =
  paths["/api/entry/v1/batches/{batchId}/records"]["get"]["responses"]["200"]["content"]["application/json"];
type Case = CasesPage["items"][number];

const useCases = (batchId: string, marked: boolean) =>
  useInfiniteQuery({
    queryKey: ["cases", batchId, marked],
    initialPageParam: "",
    queryFn: ({ pageParam }) =>
      dataOf(
        entryApi.GET("/api/entry/v1/batches/{batchId}/records", {
          params: {
            path: { batchId },
            query: {
              limit: 50,
              ...(marked ? { marked: true } : {}),
              ...(pageParam === "" ? {} : { after: pageParam }),
            },
          },
        }),
      ),
    getNextPageParam: ({ next }) => next,
  });

const whom = (one: Case): string =>
  Object.entries(one.fields)
    .filter(([code]) => code.endsWith("HoTen") && !code.startsWith("nyc"))
    .map(([, value]) => textOf(value, { blank: "", illegible: "…" }))
    .filter((name) => name !== "")
    .slice(0, 2)
    .join(", ");

/**
 * What was keyed in the batch so far: the mistakes that a check marked first, then every case to be
 * opened again.
 */
export const Cases = () => {
  const { t } = useTranslation();
  const { batchId = "" } = useParams();
  const [, navigate] = useLocation();
  const marked = useCases(batchId, true);
  const all = useCases(batchId, false);
  const mistakes = marked.data?.pages.flatMap(({ items }) => items) ?? [];
  const cases = all.data?.pages.flatMap(({ items }) => items) ?? [];
  const { labelOf } = useRecordTexts(cases[0]?.recordType);
  const ready = all.data !== undefined && marked.data !== undefined;
  useEffect(() => {
    if (ready) document.querySelector<HTMLElement>("main a.case")?.focus();
  }, [ready]);
  usePageKeys((event) => {
    const links = [...document.querySelectorAll<HTMLElement>("main a.case")];
    const here = links.findIndex((one) => one.matches(":focus"));
    if (event.key === "ArrowDown") links[here + 1]?.focus();
    else if (event.key === "ArrowUp") links[here - 1]?.focus();
    else if (event.key === "F9") navigate(`/lo/${batchId}`);
    else return;
    event.preventDefault();
  });
  return (
    <main className="page stack">
      <div className="row">
        <h1 className="grow">{t("desk.cases")}</h1>
        <Link className="button" href={`/lo/${batchId}`}>
          {t("desk.backToDesk")} <kbd>F9</kbd>
        </Link>
      </div>
      <ProblemNote error={all.error ?? marked.error} />
      {mistakes.length > 0 && (
        <section className="stack">
          <h2>{t("desk.mistakes")}</h2>
          {mistakes.map((one) => (
            <Link key={one.id} className="card case stack" href={`/lo/${batchId}/sua/${one.id}`}>
              <strong>
                {t("review.record", { number: one.number })} · {whom(one)}
              </strong>
              {one.marks.map((mark) => (
                <span key={mark.field} className="mark">
                  ✗ {labelOf(mark.field)}: “{mark.reason}”
                </span>
              ))}
            </Link>
          ))}
        </section>
      )}
      {ready && cases.length === 0 && <p className="muted">{t("desk.noCases")}</p>}
      {cases.length > 0 && (
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
            {cases.map((one) => (
              <tr key={one.id} className="clickable">
                <td className="number">{one.number}</td>
                <td>
                  {one.status === "voided" ? (
                    <del>{whom(one)}</del>
                  ) : (
                    <Link className="case" href={`/lo/${batchId}/sua/${one.id}`}>
                      {whom(one) || t("review.record", { number: one.number })}
                    </Link>
                  )}
                </td>
                <td>
                  {one.findings.errors + one.findings.warnings > 0 && (
                    <span className="tag" data-tone={one.findings.errors > 0 ? "bad" : "warn"}>
                      {one.findings.errors + one.findings.warnings}
                    </span>
                  )}
                </td>
                <td className="muted small">{formatMoment(one.changedAt)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <MoreButton list={all} />
    </main>
  );
};
