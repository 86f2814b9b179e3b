import { useTranslation } from "react-i18next";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { useChosen } from "../../ui/use-chosen.ts";
import { useUnitNames } from "../../ui/use-unit-names.ts";
import { LotPreview } from "./lot-preview.tsx";
import { useWaitingBatches } from "./use-lots.ts";
import { kindOf, WaitingTable } from "./waiting-table.tsx";

/**
 * Submitted batches that no lot holds yet; the acceptor puts those of one unit and book type
 * together.
 */
export const WaitingBatches = () => {
  const { t } = useTranslation();
  const unitName = useUnitNames();
  const { chosen, choose } = useChosen();
  const waiting = useWaitingBatches();
  const items = waiting.data?.items ?? [];
  const picked = items.filter(({ batchId }) => chosen.has(batchId));
  const [first] = picked;
  const kind = first && kindOf(first);
  const alike = items.filter((one) => kindOf(one) === kind).map(({ batchId }) => batchId);
  return (
    <section className="stack">
      <h2>{t("lots.waiting")}</h2>
      <ProblemNote error={waiting.error} />
      {waiting.data && items.length === 0 && <p className="muted">{t("lots.nothingWaits")}</p>}
      {items.length > 0 && (
        <WaitingTable
          items={items}
          chosen={chosen}
          kind={kind}
          onChoose={(batchId, on) => choose([batchId], on)}
        />
      )}
      {first && alike.some((batchId) => !chosen.has(batchId)) && (
        <div>
          <button type="button" onClick={() => choose(alike, true)}>
            {t("lots.chooseAll", { type: t(`recordType.${first.recordType}`), unit: unitName(first.unitId) })}
          </button>
        </div>
      )}
      {picked.length > 0 && <LotPreview batchIds={picked.map(({ batchId }) => batchId).sort()} />}
    </section>
  );
};
