import { useTranslation } from "react-i18next";
import { BusyButton } from "../../ui/busy-button.tsx";
import { useRecordTexts } from "../../ui/use-record-texts.ts";
import { type Decision, type Difference, differenceKey } from "./decisions.ts";
import { OneDifference } from "./one-difference.tsx";
import { ChosenBefore } from "./overtaken.tsx";
import { ToneGroup } from "./tone-group.tsx";
import type { Arbitration } from "./use-arbitration.ts";
import { useToldValue } from "./use-told-value.ts";

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
  const { tones, grouped, here, looked, busy, finished, look, decideAll, finish, notTaken } = arbitration;
  const { labelOf } = useRecordTexts(recordType);
  const told = useToldValue(recordType);
  const readingsOf = ({ field, first, second }: Difference) => ({
    first: told(field, first),
    second: told(field, second),
  });
  if (finished) return <Finish finish={finish} />;
  if (!here) return null;
  const before = notTaken.keptOf(here);
  return (
    <div className="stack">
      {before && <ChosenBefore recordType={recordType} decision={before} />}
      {grouped ? (
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
      ) : (
        <OneDifference
          key={differenceKey(here)}
          label={labelOf(here.field)}
          readings={readingsOf(here)}
          busy={busy}
          onChoose={onChoose}
        />
      )}
    </div>
  );
};
