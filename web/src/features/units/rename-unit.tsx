import { useTranslation } from "react-i18next";
import { DayField } from "../../ui/day-field.tsx";
import { AskText } from "../../ui/dialog.tsx";
import { todayInVietnam } from "../../ui/week.ts";

/** A new name from a day on; what was done before keeps the name of its time. */
export const RenameUnit = (props: {
  readonly unit: { readonly name: string };
  readonly onAnswer: (name: string, from: string) => void;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const { unit, onAnswer, onClose } = props;
  return (
    <AskText
      title={`${t("units.rename")}: ${unit.name}`}
      label={t("units.newName")}
      confirm={t("units.rename")}
      initial={unit.name}
      minLength={2}
      onAnswer={(name, form) => onAnswer(name, String(form.get("since") ?? ""))}
      onClose={onClose}
    >
      <DayField id="since" name="since" label={t("units.from")} initial={todayInVietnam()} required />
    </AskText>
  );
};
