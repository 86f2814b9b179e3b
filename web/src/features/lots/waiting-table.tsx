import { useTranslation } from "react-i18next";
import { formatMoment, formatNumber } from "../../ui/format.ts";
import { useHasRole } from "../../ui/use-session.ts";
import { useUnitNames } from "../../ui/use-unit-names.ts";
import type { WaitingBatch } from "./use-lots.ts";

/** Batches of one unit and one book type may be put together. */
export const kindOf = ({ unitId, recordType }: WaitingBatch): string => `${unitId} ${recordType}`;

/** The batches that wait; the acceptor chooses among those of the kind that was chosen first. */
export const WaitingTable = (props: {
  readonly items: readonly WaitingBatch[];
  readonly chosen: ReadonlySet<string>;
  readonly kind: string | undefined;
  readonly onChoose: (batchId: string, on: boolean) => void;
}) => {
  const { t } = useTranslation();
  const acceptor = useHasRole("acceptor");
  const unitName = useUnitNames();
  const { items, chosen, kind, onChoose } = props;
  return (
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
                  onChange={(event) => onChoose(batch.batchId, event.target.checked)}
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
  );
};
