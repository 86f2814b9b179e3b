import { useTranslation } from "react-i18next";
import { BusyButton } from "../../ui/busy-button.tsx";
import { type FieldValue, textOf } from "../../ui/field-value.ts";
import { useRecordTexts } from "../../ui/use-record-texts.ts";
import { useValueWords } from "../../ui/use-value-words.ts";
import { OneDifference } from "./one-difference.tsx";
import { ToneGroup } from "./tone-group.tsx";
import type { Arbitration } from "./use-arbitration.ts";
import { type Decision, type Difference, differenceKey } from "./use-differences.ts";

const Finish = ({ finish }: Pick<Arbitration, "finish">) => {
  const { t } = useTranslation();
  return (
    <div className="stack">
      <p>{t("arbitration.none")}</p>
      <div>
        <BusyButton
          type="button"
          data-kind="primary"
          data-finish
          busy={finish.isPending}
          onClick={() => finish.mutate()}
        >
          {t("arbitration.finish")}
        </BusyButton>
      </div>
    </div>
  );
};

/** What is to be decided now: one difference, the group of those in marks, or the end. */
export const Differences = (props: {
  readonly recordType: string;
  readonly arbitration: Arbitration;
  readonly onChoose: (choice: Decision["choice"]) => void;
}) => {
  const { recordType, arbitration, onChoose } = props;
  const { tones, grouped, here, looked, busy, finished, look, decideAll, finish } = arbitration;
  const { labelOf, meaningOf } = useRecordTexts(recordType);
  const words = useValueWords();
  const told = (field: string, value: FieldValue | undefined) =>
    `${textOf(value, words)}${value && "illegible" in value ? "" : meaningOf(field, value)}`;
  const readingsOf = ({ field, first, second }: Difference) => ({
    first: told(field, first),
    second: told(field, second),
  });
  if (finished) return <Finish finish={finish} />;
  if (!here) return null;
  if (!grouped) {
    return (
      <OneDifference
        key={differenceKey(here)}
        label={labelOf(here.field)}
        readings={readingsOf(here)}
        busy={busy}
        onChoose={onChoose}
      />
    );
  }
  return (
    <ToneGroup
      items={tones}
      here={here}
      looked={looked}
      busy={busy}
      labelOf={({ field }) => labelOf(field)}
      readingsOf={readingsOf}
      onLook={look}
      onAll={decideAll}
    />
  );
};
