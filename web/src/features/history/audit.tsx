import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { dataOf, reportingApi } from "../../api/client.ts";
import { downloadJson } from "../../ui/download.ts";
import { formatMoment } from "../../ui/format.ts";
import { MoreButton } from "../../ui/more-button.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";

/**
 * Somebody saw the record: by itself, in a file with others, or in a package that left the house.
 */
interface Look {
  readonly key: string;
  readonly at: string;
  readonly name: string;
  readonly what: string;
}

/**
 * For the auditor: the stored events with their hashes, a proof to take away, and who looked at the
 * record.
 */
export const Audit = ({ recordId }: { readonly recordId: string }) => {
  const { t } = useTranslation();
  const [raw, setRaw] = useState(false);
  const params = { path: { recordId } };
  const load = () => dataOf(reportingApi.GET("/api/reporting/v1/records/{recordId}/events", { params }));
  const events = useQuery({ queryKey: ["events", recordId], enabled: raw, queryFn: load });
  const proof = useMutation({
    mutationFn: async () => downloadJson(await load(), `record-${recordId}.json`),
  });
  const readings = useInfiniteQuery({
    queryKey: ["readings", recordId],
    initialPageParam: "",
    queryFn: ({ pageParam }) =>
      dataOf(
        reportingApi.GET("/api/reporting/v1/records/{recordId}/readings", {
          params: { ...params, query: { limit: 100, ...(pageParam === "" ? {} : { after: pageParam }) } },
        }),
      ),
    getNextPageParam: ({ next }) => next,
  });
  const pages = readings.data?.pages ?? [];
  const purposeOf = (purpose: string) => t(`audit.purpose.${purpose}`, { defaultValue: purpose });
  const looks: readonly Look[] = [
    ...pages
      .flatMap(({ items }) => items)
      .map(({ at, name, purpose }) => ({
        key: `${at} ${name} ${purpose}`,
        at,
        name,
        what: purposeOf(purpose),
      })),
    ...(pages[0]?.files ?? []).map(({ at, name, purpose, file, fileId }) => {
      const what = `${t(`audit.file.${file}`)} · ${purposeOf(purpose)}`;
      return { key: `${at} ${name} ${fileId}`, at, name, what };
    }),
    ...(pages[0]?.exports ?? []).map(({ id, at, name, records }) => {
      return { key: id, at, name, what: t("audit.exported", { count: records }) };
    }),
  ].sort((a, b) => b.at.localeCompare(a.at));
  return (
    <section className="stack">
      <div className="row">
        <h2 className="grow">{t("audit.title")}</h2>
        <button type="button" aria-expanded={raw} onClick={() => setRaw(!raw)}>
          {t("audit.raw")}
        </button>
        <button type="button" disabled={proof.isPending} onClick={() => proof.mutate()}>
          {t("audit.proof")}
        </button>
      </div>
      <ProblemNote error={events.error ?? proof.error ?? readings.error} />
      {raw &&
        (events.data?.events ?? []).map((event) => (
          <details key={event.id} className="card">
            <summary>
              {event.type} · {t("audit.revision", { revision: event.revision })}
            </summary>
            <pre className="small">{JSON.stringify(event, null, 2)}</pre>
          </details>
        ))}
      <h2>{t("audit.readings")}</h2>
      <table>
        <thead>
          <tr>
            <th>{t("audit.when")}</th>
            <th>{t("audit.who")}</th>
            <th>{t("audit.why")}</th>
          </tr>
        </thead>
        <tbody>
          {looks.map((one) => (
            <tr key={one.key}>
              <td className="small">{formatMoment(one.at)}</td>
              <td>{one.name}</td>
              <td className="small">{one.what}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <MoreButton list={readings} />
    </section>
  );
};
