import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "wouter";
import { dataOf, reportingApi } from "../../api/client.ts";
import { DayField } from "../../ui/day-field.tsx";
import { download } from "../../ui/download.ts";
import { textOf } from "../../ui/field-value.ts";
import { formatMoment } from "../../ui/format.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { writeDay } from "../../ui/typed-day.ts";
import { useRecordTexts } from "../../ui/use-record-texts.ts";
import { answeredByBook, useRecordType } from "../../ui/use-record-type.ts";
import { useHasRole } from "../../ui/use-session.ts";
import { Annotate } from "./annotate.tsx";
import { Audit } from "./audit.tsx";
import { Proof } from "./proof.tsx";
import { RequestCorrection } from "./request-correction.tsx";
import { Story } from "./story.tsx";

/**
 * One record as it stands, or stood at a day, beside its life as a story; any field says why its
 * value is there.
 */
export const History = () => {
  const { t } = useTranslation();
  const { recordId = "" } = useParams();
  const [day, setDay] = useState("");
  const [field, setField] = useState<string>();
  const [changing, setChanging] = useState<string>();
  /** Columns in which nothing was keyed; somebody may ask for what the book has there. */
  const [empty, setEmpty] = useState(false);
  const manager = useHasRole("data-manager");
  const sheet = useMutation({
    mutationFn: () =>
      download(`/api/reporting/v1/records/${recordId}/look-up-sheet.pdf`, "phieu-tra-cuu.pdf"),
  });
  const mayAsk = useHasRole("book-keeper", "checker", "data-manager");
  const auditor = useHasRole("auditor");
  const path = { recordId };
  const asOf = day === "" ? undefined : `${day}T23:59:59+07:00`;
  const record = useQuery({
    queryKey: ["record", recordId, day],
    queryFn: () =>
      dataOf(
        reportingApi.GET("/api/reporting/v1/records/{recordId}", {
          params: { path, query: asOf === undefined ? {} : { asOf } },
        }),
      ),
  });
  const story = useQuery({
    queryKey: ["history", recordId],
    queryFn: () =>
      dataOf(reportingApi.GET("/api/reporting/v1/records/{recordId}/history", { params: { path } })),
  });
  const type = useRecordType(record.data?.recordType);
  const { labelOf, meaningOf } = useRecordTexts(record.data?.recordType);
  const words = { blank: t("history.blank"), illegible: t("history.illegible") };
  return (
    <main className="page">
      <ProblemNote error={record.error ?? story.error ?? sheet.error} />
      <div className="row">
        <h1 className="grow">
          {record.data &&
            t("history.record", {
              number: record.data.number,
              type: t(`recordType.${record.data.recordType}`),
              book: record.data.bookNumber,
            })}
        </h1>
        {record.data && (
          <button type="button" disabled={sheet.isPending} onClick={() => sheet.mutate()}>
            {t("history.sheet")}
          </button>
        )}
        {manager && record.data && <Annotate recordId={recordId} />}
        <DayField id="as-of" label={t("history.asOf")} onDay={setDay} />
      </div>
      <div className="columns">
        <section>
          <h2>
            {day === "" ? t("history.current") : t("history.at", { day: writeDay(day) })}
            {record.data?.acceptedAt && (
              <span className="tag" data-tone="good">
                {t("history.accepted", { time: formatMoment(record.data.acceptedAt) })}
              </span>
            )}
          </h2>
          <label className="row small">
            <input type="checkbox" checked={empty} onChange={(event) => setEmpty(event.target.checked)} />
            {t("history.showEmpty")}
          </label>
          <table>
            <tbody>
              {(type.data?.fields ?? []).map(({ code }) => {
                const value = record.data?.fields[code];
                if (!value && (!empty || answeredByBook.has(code))) return null;
                return (
                  <tr key={code} data-field-row={code}>
                    <th scope="row">{labelOf(code)}</th>
                    <td className={value ? undefined : "muted"}>
                      {value ? textOf(value, words) : t("history.none")}
                      {meaningOf(code, value)}
                    </td>
                    <td className="right">
                      <button
                        type="button"
                        data-kind="plain"
                        className="small"
                        aria-pressed={field === code}
                        aria-label={`${t("history.why")} ${labelOf(code)}`}
                        title={t("history.why")}
                        onClick={() => setField(field === code ? undefined : code)}
                      >
                        {t("history.whyShort")}
                      </button>
                      {mayAsk && record.data?.status === "accepted" && (
                        <button
                          type="button"
                          data-kind="plain"
                          className="small"
                          aria-label={`${t("correction.ask")}: ${labelOf(code)}`}
                          onClick={() => setChanging(code)}
                        >
                          {t("correction.ask")}
                        </button>
                      )}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </section>
        <section className="sticky">
          <div className="row">
            <h2 className="grow">
              {field === undefined ? t("history.title") : `${t("history.why")} ${labelOf(field)}`}
            </h2>
            {field !== undefined && (
              <button type="button" onClick={() => setField(undefined)}>
                {t("history.whole")}
              </button>
            )}
          </div>
          <Story items={story.data?.items ?? []} field={field} />
          {story.data && <Proof key={recordId} proof={story.data.proof} />}
          {auditor && <Audit recordId={recordId} />}
        </section>
      </div>
      {changing !== undefined && (
        <RequestCorrection
          recordId={recordId}
          field={changing}
          label={labelOf(changing)}
          before={textOf(record.data?.fields[changing], { blank: "", illegible: "" })}
          onClose={() => setChanging(undefined)}
        />
      )}
    </main>
  );
};
