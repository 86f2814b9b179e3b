import { useTranslation } from "react-i18next";
import { DayField } from "../../ui/day-field.tsx";
import { FormDialog } from "../../ui/dialog.tsx";
import { todayInVietnam } from "../../ui/week.ts";

/** Ends a unit on a day and says who goes on with its books. */
export const CloseUnit = (props: {
  readonly unit: { readonly name: string };
  readonly candidates: readonly { readonly id: string; readonly name: string }[];
  readonly onAnswer: (on: string, successors: string[]) => void;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const { unit, candidates, onAnswer, onClose } = props;
  return (
    <FormDialog
      title={`${t("units.close")}: ${unit.name}`}
      confirm={t("units.close")}
      onSubmit={(form) => onAnswer(String(form.get("on") ?? ""), form.getAll("successor").map(String))}
      onClose={onClose}
    >
      <p>{t("units.closeWhat")}</p>
      <DayField id="on" name="on" label={t("units.closingDay")} initial={todayInVietnam()} required first />
      <fieldset className="choices">
        <legend>{t("units.successors")}</legend>
        {candidates.length === 0 && <p className="muted">{t("units.noSuccessor")}</p>}
        {candidates.map(({ id, name }) => (
          <label key={id} className="row">
            <input type="checkbox" name="successor" value={id} />
            {name}
          </label>
        ))}
      </fieldset>
    </FormDialog>
  );
};
