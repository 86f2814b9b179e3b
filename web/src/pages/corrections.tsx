import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { dataOf, reviewApi } from "../api/client.ts";
import { AskText } from "../ui/dialog.tsx";
import { textOf } from "../ui/field-value.ts";
import { formatMoment } from "../ui/format.ts";
import { ProblemNote } from "../ui/problem-note.tsx";
import { useRecordType } from "../ui/use-record-type.ts";

interface Change {
  readonly field: string;
  readonly before?: Parameters<typeof textOf>[0];
  readonly after?: Parameters<typeof textOf>[0];
}

const Changes = ({
  recordType,
  changes,
}: {
  readonly recordType: string;
  readonly changes: readonly Change[];
}) => {
  const { t, i18n } = useTranslation();
  const type = useRecordType(recordType);
  const words = { blank: t("history.blank"), illegible: t("history.illegible") };
  return (
    <table>
      <thead>
        <tr>
          <th>{t("correction.field")}</th>
          <th>{t("correction.before")}</th>
          <th>{t("correction.after")}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ field, before, after }) => {
          const labels = type.data?.fields.find(({ code }) => code === field);
          return (
            <tr key={field}>
              <td className="muted small">
                {(i18n.language === "en" ? labels?.labelEn : labels?.labelVi) ?? field}
              </td>
              <td>{textOf(before, words) || t("history.none")}</td>
              <td>{textOf(after, words) || t("history.none")}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
};

/** Requests to change accepted records, each decided by someone other than who asked. */
export const Corrections = () => {
  const { t } = useTranslation();
  const client = useQueryClient();
  const requests = useQuery({
    queryKey: ["corrections"],
    queryFn: () =>
      dataOf(
        reviewApi.GET("/api/review/v1/corrections", {
          params: { query: { status: "requested", limit: 100 } },
        }),
      ),
  });
  const refresh = () => client.invalidateQueries({ queryKey: ["corrections"] });
  const approve = useMutation({
    mutationFn: (correctionId: string) =>
      dataOf(
        reviewApi.POST("/api/review/v1/corrections/{correctionId}/approve", {
          params: { path: { correctionId } },
        }),
      ),
    onSuccess: refresh,
  });
  const decline = useMutation({
    mutationFn: ({ correctionId, reason }: { correctionId: string; reason: string }) =>
      dataOf(
        reviewApi.POST("/api/review/v1/corrections/{correctionId}/decline", {
          params: { path: { correctionId } },
          body: { reason },
        }),
      ),
    onSuccess: refresh,
  });
  const [declining, setDeclining] = useState<string>();
  const items = requests.data?.items ?? [];
  return (
    <main className="page stack">
      <h1>{t("nav.corrections")}</h1>
      <ProblemNote error={requests.error ?? approve.error ?? decline.error} />
      {requests.data && items.length === 0 && <p className="muted">{t("correction.empty")}</p>}
      {items.map((request) => (
        <div className="card stack" key={request.id}>
          <div className="row">
            <strong className="grow">{request.reason}</strong>
            <span className="muted small">{formatMoment(request.requestedAt)}</span>
          </div>
          <Changes recordType={request.recordType} changes={request.changes} />
          <div className="row">
            <button type="button" data-kind="primary" onClick={() => approve.mutate(request.id)}>
              {t("correction.approve")}
            </button>
            <button type="button" onClick={() => setDeclining(request.id)}>
              {t("correction.decline")}
            </button>
          </div>
        </div>
      ))}
      {declining !== undefined && (
        <AskText
          title={t("correction.decline")}
          label={t("common.reason")}
          confirm={t("correction.decline")}
          onAnswer={(reason) => {
            decline.mutate({ correctionId: declining, reason });
            setDeclining(undefined);
          }}
          onClose={() => setDeclining(undefined)}
        />
      )}
    </main>
  );
};
