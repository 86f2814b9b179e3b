import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { dataOf, reviewApi } from "../../api/client.ts";
import { formatMoment, formatNumber } from "../../ui/format.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { useHasRole } from "../../ui/use-session.ts";
import { useUnitNames } from "../../ui/use-unit-names.ts";
import { LotPreview } from "./lot-preview.tsx";

/**
 * Submitted batches that no lot holds yet; the acceptor puts those of one unit and book type
 * together.
 */
export const WaitingBatches = () => {
  const { t } = useTranslation();
  const unitName = useUnitNames();
  const acceptor = useHasRole("acceptor");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const waiting = useQuery({
    queryKey: ["lots", "waiting"],
    queryFn: () => dataOf(reviewApi.GET("/api/review/v1/lots/waiting")),
  });
  const items = waiting.data?.items ?? [];
  const kindOf = ({ unitId, recordType }: (typeof items)[number]) => `${unitId} ${recordType}`;
  const picked = items.filter(({ batchId }) => chosen.has(batchId));
  const [first] = picked;
  const kind = first && kindOf(first);
  const toggle = (batchIds: readonly string[], on: boolean) => {
    const next = new Set(chosen);
    for (const batchId of batchIds) {
      if (on) next.add(batchId);
      else next.delete(batchId);
    }
    setChosen(next);
  };
  return (
    <section className="stack">
      <h2>{t("lots.waiting")}</h2>
      <ProblemNote error={waiting.error} />
      {waiting.data && items.length === 0 && <p className="muted">{t("lots.nothingWaits")}</p>}
      {items.length > 0 && (
        <table>
          <thead>
            <tr>
              {acceptor && <th>{t("lots.choose")}</th>}
              <th>{t("books.type")}</th>
              <th>{t("search.book")}</th>
              <th>{t("accounts.unit")}</th>
              <th className="number">{t("books.cases")}</th>
              <th>{t("lots.round")}</th>
              <th>{t("lots.submittedAt")}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((batch) => (
              <tr key={batch.batchId}>
                {acceptor && (
                  <td>
                    <input
                      type="checkbox"
                      aria-label={t("lots.chooseOne", {
                        type: t(`recordType.${batch.recordType}`),
                        number: batch.bookNumber,
                      })}
                      checked={chosen.has(batch.batchId)}
                      disabled={kind !== undefined && kind !== kindOf(batch)}
                      onChange={(event) => toggle([batch.batchId], event.target.checked)}
                    />
                  </td>
                )}
                <td>{t(`recordType.${batch.recordType}`)}</td>
                <td>{batch.bookNumber}</td>
                <td className="small">{unitName(batch.unitId)}</td>
                <td className="number">{formatNumber(batch.records)}</td>
                <td>{t("review.round", { round: batch.round })}</td>
                <td className="small muted">{formatMoment(batch.submittedAt)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {first && items.some((one) => kindOf(one) === kind && !chosen.has(one.batchId)) && (
        <div>
          <button
            type="button"
            onClick={() =>
              toggle(
                items.filter((one) => kindOf(one) === kind).map(({ batchId }) => batchId),
                true,
              )
            }
          >
            {t("lots.chooseAll", { type: t(`recordType.${first.recordType}`), unit: unitName(first.unitId) })}
          </button>
        </div>
      )}
      {picked.length > 0 && <LotPreview batchIds={picked.map(({ batchId }) => batchId).sort()} />}
    </section>
  );
};
