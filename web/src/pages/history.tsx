import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useParams } from "wouter";
import { dataOf, reportingApi } from "../api/client.ts";
import type { paths } from "../api/generated/reporting.ts";
import { textOf } from "../ui/field-value.ts";
import { formatMoment } from "../ui/format.ts";
import { ProblemNote } from "../ui/problem-note.tsx";
import { useRecordType } from "../ui/use-record-type.ts";

type Story =
  paths["/api/reporting/v1/records/{recordId}/history"]["get"]["responses"]["200"]["content"]["application/json"];

/** One record's life as a story: who, in which role and office, when, what, why, and each field before and after. */
export const History = () => {
  const { t, i18n } = useTranslation();
  const { recordId = "" } = useParams();
  const english = i18n.language === "en";
  const params = { path: { recordId } };
  const record = useQuery({
    queryKey: ["record", recordId],
    queryFn: () => dataOf(reportingApi.GET("/api/reporting/v1/records/{recordId}", { params })),
  });
  const story = useQuery({
    queryKey: ["history", recordId],
    queryFn: () => dataOf(reportingApi.GET("/api/reporting/v1/records/{recordId}/history", { params })),
  });
  const type = useRecordType(record.data?.recordType);
  const words = { blank: t("history.blank"), illegible: t("history.illegible") };
  const changeText = (change: Story["items"][number]["changes"][number]) => (
    <div className="small" key={change.field}>
      {english ? change.labelEn : change.labelVi}: {t("history.from")}{" "}
      <del>{english ? change.before.en : change.before.vi}</del> {t("history.to")}{" "}
      <ins>{english ? change.after.en : change.after.vi}</ins>
    </div>
  );
  return (
    <main className="page">
      <ProblemNote error={record.error ?? story.error} />
      {record.data && (
        <h1>
          {t("history.record", {
            number: record.data.number,
            type: t(`recordType.${record.data.recordType}`),
            book: record.data.bookNumber,
          })}
        </h1>
      )}
      <div className="columns">
        <section>
          <h2>{t("history.current")}</h2>
          <table>
            <tbody>
              {(type.data?.fields ?? []).map((field) => {
                const value = record.data?.fields[field.code];
                return value ? (
                  <tr key={field.code}>
                    <td className="muted small">{english ? field.labelEn : field.labelVi}</td>
                    <td>{textOf(value, words)}</td>
                  </tr>
                ) : null;
              })}
            </tbody>
          </table>
        </section>
        <section>
          <h2>{t("history.title")}</h2>
          <ol className="story">
            {story.data?.items.map((item) => (
              <li key={item.eventId}>
                <div className="small muted">
                  {formatMoment(item.at)} · {item.who.name} · {item.unit.name}
                </div>
                <div>{english ? item.what.en : item.what.vi}</div>
                {item.why && <div className="small muted">“{item.why}”</div>}
                {item.changes.map(changeText)}
              </li>
            ))}
          </ol>
        </section>
      </div>
    </main>
  );
};
