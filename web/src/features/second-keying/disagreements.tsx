import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { dataOf, reportingApi } from "../../api/client.ts";
import type { paths } from "../../api/generated/reporting.ts";
import { formatNumber, formatShare } from "../../ui/format.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { RecordTypeOptions } from "../../ui/record-type-options.tsx";
import { useHasRole } from "../../ui/use-session.ts";
import { KeyingPolicy } from "./keying-policy.tsx";

type Figures =
  paths["/api/reporting/v1/disagreements"]["get"]["responses"]["200"]["content"]["application/json"];
type Counts = Pick<
  Figures["books"][number],
  "compared" | "differing" | "tones" | "first" | "second" | "neither"
>;

/**
 * The book type with the most fields keyed twice, so that the page does not open on an empty one.
 */
const mostCompared = (fields: Figures["fields"]): string | undefined => {
  const sums = new Map<string, number>();
  for (const { recordType, compared } of fields) sums.set(recordType, (sums.get(recordType) ?? 0) + compared);
  return [...sums].sort((a, b) => b[1] - a[1])[0]?.[0];
};

const CountHeadings = () => {
  const { t } = useTranslation();
  return ["compared", "differing", "share", "tones", "first", "second", "neither"].map((one) => (
    <th className="number" key={one}>
      {t(`disagreements.${one}`)}
    </th>
  ));
};

const CountCells = ({ counts }: { readonly counts: Counts }) => (
  <>
    <td className="number">{formatNumber(counts.compared)}</td>
    <td className="number">{formatNumber(counts.differing)}</td>
    <td className="number">{formatShare(counts.differing / Math.max(1, counts.compared))}</td>
    <td className="number">{formatNumber(counts.tones)}</td>
    <td className="number">{formatNumber(counts.first)}</td>
    <td className="number">{formatNumber(counts.second)}</td>
    <td className="number">{formatNumber(counts.neither)}</td>
  </>
);

/**
 * Where two keyings differ: by field, by book, and by person in the order of names; and what each
 * policy would cost.
 */
export const Disagreements = () => {
  const { t, i18n } = useTranslation();
  const english = i18n.language === "en";
  const mayWeigh = useHasRole("unit-admin", "book-keeper", "province-viewer");
  const [chosen, setChosen] = useState<string>();
  const all = useQuery({
    queryKey: ["disagreements"],
    queryFn: () => dataOf(reportingApi.GET("/api/reporting/v1/disagreements")),
  });
  const recordType = chosen ?? (all.data ? mostCompared(all.data.fields) : undefined) ?? "KS";
  const figures = useQuery({
    queryKey: ["disagreements", recordType],
    enabled: chosen !== undefined || !all.isPending,
    queryFn: () =>
      dataOf(reportingApi.GET("/api/reporting/v1/disagreements", { params: { query: { recordType } } })),
  });
  const books = useQuery({
    queryKey: ["book-lines", recordType],
    queryFn: () =>
      dataOf(reportingApi.GET("/api/reporting/v1/books", { params: { query: { recordType, limit: 200 } } })),
  });
  const bookOf = new Map((books.data?.items ?? []).map((book) => [book.id, book]));
  const data = figures.data;
  return (
    <main className="page stack">
      <div className="row">
        <h1 className="grow">{t("nav.disagreements")}</h1>
        <label className="row small">
          {t("books.type")}
          <select className="auto" value={recordType} onChange={(event) => setChosen(event.target.value)}>
            <RecordTypeOptions />
          </select>
        </label>
      </div>
      <ProblemNote error={figures.error} />
      {data && (
        <p className="muted" data-records={data.records}>
          {t("disagreements.records", { count: data.records })}
        </p>
      )}
      {mayWeigh && <KeyingPolicy recordType={recordType} />}
      {data && data.records > 0 && (
        <>
          <section className="wide">
            <h2>{t("disagreements.byField")}</h2>
            <table>
              <thead>
                <tr>
                  <th>{t("correction.field")}</th>
                  <CountHeadings />
                </tr>
              </thead>
              <tbody>
                {data.fields.map((one) => (
                  <tr key={one.field}>
                    <th scope="row">{english ? one.labelEn : one.labelVi}</th>
                    <CountCells counts={one} />
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          <section className="wide">
            <h2>{t("disagreements.byBook")}</h2>
            <table>
              <thead>
                <tr>
                  <th>{t("search.book")}</th>
                  <th className="number">{t("books.cases")}</th>
                  <CountHeadings />
                </tr>
              </thead>
              <tbody>
                {data.books.map((one) => (
                  <tr key={one.bookId}>
                    <th scope="row">{bookOf.get(one.bookId)?.bookNumber ?? one.bookId}</th>
                    <td className="number">{formatNumber(one.records)}</td>
                    <CountCells counts={one} />
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          <section>
            <h2>{t("disagreements.byClerk")}</h2>
            <p className="muted small">{t("disagreements.clerkNote")}</p>
            <table>
              <thead>
                <tr>
                  <th>{t("accounts.displayName")}</th>
                  {["compared", "differing", "decided", "wrong"].map((one) => (
                    <th className="number" key={one}>
                      {t(`disagreements.${one}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {data.clerks.map((one) => (
                  <tr key={one.account}>
                    <th scope="row">{one.name}</th>
                    <td className="number">{formatNumber(one.compared)}</td>
                    <td className="number">{formatNumber(one.differing)}</td>
                    <td className="number">{formatNumber(one.decided)}</td>
                    <td className="number">{formatNumber(one.wrong)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </>
      )}
    </main>
  );
};
