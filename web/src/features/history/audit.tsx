import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { query } from "../../api/queries.ts";
import { read } from "../../api/requests.ts";
import { BusyButton } from "../../ui/busy-button.tsx";
import { downloadJson } from "../../ui/download.ts";
import { formatMoment } from "../../ui/format.ts";
import { MoreButton } from "../../ui/more-button.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { useLooks } from "./use-looks.ts";

const EVENTS = "/api/reporting/v1/records/{recordId}/events";

/**
 * For the auditor: the stored events with their hashes, a proof to take away, and who looked at the
 * record.
 */
export const Audit = ({ recordId }: { readonly recordId: string }) => {
  const { t } = useTranslation();
  const [raw, setRaw] = useState(false);
  const path = { recordId };
  const events = useQuery({ ...query(EVENTS, { path }), enabled: raw });
  const proof = useMutation({
    mutationFn: async () => downloadJson(await read(EVENTS, { path }), `record-${recordId}.json`),
  });
  const { list, looks } = useLooks(recordId);
  return (
    <section className="stack">
      <div className="row">
        <h2 className="grow">{t("audit.title")}</h2>
        <button type="button" aria-expanded={raw} onClick={() => setRaw(!raw)}>
          {t("audit.raw")}
        </button>
        <BusyButton type="button" busy={proof.isPending} onClick={() => proof.mutate()}>
          {t("audit.proof")}
        </BusyButton>
      </div>
      <ProblemNote error={events.error ?? proof.error ?? list.error} />
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
      <MoreButton list={list} />
    </section>
  );
};
