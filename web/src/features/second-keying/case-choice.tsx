import { useTranslation } from "react-i18next";
import { Dialog } from "../../ui/dialog.tsx";
import type { SecondCase } from "./use-second-cases.ts";

/**
 * Every case of the batch by its number, to look again at what one keyed oneself or to go to one
 * that is left.
 */
export const CaseChoice = (props: {
  readonly items: readonly SecondCase[];
  readonly isKeyed: (one: SecondCase) => boolean;
  readonly onChoose: (one: SecondCase) => void;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const { items, isKeyed, onChoose, onClose } = props;
  const left = items.find((one) => !isKeyed(one)) ?? items[0];
  return (
    <Dialog title={t("secondKeying.cases")} onClose={onClose}>
      <div className="row">
        {items.map((one) => (
          <button
            type="button"
            key={one.recordId}
            data-first={one === left}
            aria-label={`${t("review.record", { number: one.number })}${isKeyed(one) ? ` – ${t("secondKeying.keyed")}` : ""}`}
            onClick={() => onChoose(one)}
          >
            {one.number} {isKeyed(one) ? "✓" : ""}
          </button>
        ))}
      </div>
      <p className="right">
        <button type="button" onClick={onClose}>
          {t("common.close")}
        </button>
      </p>
    </Dialog>
  );
};
