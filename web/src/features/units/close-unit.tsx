import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { send } from "../../api/requests.ts";
import { DayField } from "../../ui/day-field.tsx";
import { FormDialog } from "../../ui/dialog.tsx";
import { useMadeFrom } from "../../ui/use-made-from.ts";
import { todayInVietnam } from "../../ui/week.ts";
import { useRefreshUnits } from "./use-units.ts";

/** Ends a unit on a day and says who goes on with its books. */
export const CloseUnit = (props: {
  readonly unit: { readonly id: string; readonly name: string; readonly revision: number };
  readonly candidates: readonly { readonly id: string; readonly name: string }[];
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const { unit, candidates, onClose } = props;
  const refresh = useRefreshUnits();
  const { header, onError } = useMadeFrom(unit.revision, refresh);
  const close = useMutation({
    mutationFn: (body: { readonly on: string; readonly successors: readonly string[] }) =>
      send("post", "/api/accounts/v1/units/{unitId}/close", { path: { unitId: unit.id }, header, body }),
    onSuccess: async () => {
      await refresh();
      onClose();
    },
    onError,
  });
  return (
    <FormDialog
      title={`${t("units.close")}: ${unit.name}`}
      confirm={t("units.close")}
      busy={close.isPending}
      error={close.error}
      now={unit.name}
      onSubmit={(form) =>
        close.mutate({ on: String(form.get("on") ?? ""), successors: form.getAll("successor").map(String) })
      }
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
