import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { send } from "../../api/requests.ts";
import { DayField } from "../../ui/day-field.tsx";
import { AskText } from "../../ui/dialog.tsx";
import { useMadeFrom } from "../../ui/use-made-from.ts";
import { todayInVietnam } from "../../ui/week.ts";
import { useRefreshUnits } from "./use-units.ts";

/** A new name from a day on; what was done before keeps the name of its time. */
export const RenameUnit = (props: {
  readonly unit: { readonly id: string; readonly name: string; readonly revision: number };
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const { unit, onClose } = props;
  const refresh = useRefreshUnits();
  const { header, onError } = useMadeFrom(unit.revision, refresh);
  const rename = useMutation({
    mutationFn: (body: { readonly name: string; readonly from: string }) =>
      send("post", "/api/accounts/v1/units/{unitId}/rename", { path: { unitId: unit.id }, header, body }),
    onSuccess: async () => {
      await refresh();
      onClose();
    },
    onError,
  });
  return (
    <AskText
      title={`${t("units.rename")}: ${unit.name}`}
      label={t("units.newName")}
      confirm={t("units.rename")}
      initial={unit.name}
      minLength={2}
      busy={rename.isPending}
      error={rename.error}
      now={unit.name}
      onAnswer={(name, form) => rename.mutate({ name, from: String(form.get("since") ?? "") })}
      onClose={onClose}
    >
      <DayField id="since" name="since" label={t("units.from")} initial={todayInVietnam()} required />
    </AskText>
  );
};
