import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { send } from "../../api/requests.ts";
import { DayField } from "../../ui/day-field.tsx";
import { FormDialog } from "../../ui/dialog.tsx";
import { optionalTextIn, textIn } from "../../ui/form-texts.ts";
import { UnitSelect } from "../../ui/unit-select.tsx";
import { useMadeFrom } from "../../ui/use-made-from.ts";
import type { UnitLine } from "./employers.ts";
import { type Person, useRefreshAccounts } from "./use-accounts.ts";
import { useWhatChanged } from "./use-what-changed.ts";

/** Another unit for a person, with what becomes of the roles that they leave. */
export const MovePerson = (props: {
  readonly person: Person;
  /** Units where people may be employed. */
  readonly units: readonly UnitLine[];
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const { person, units, onClose } = props;
  const refresh = useRefreshAccounts();
  const others = units.filter(({ id }) => id !== person.unitId);
  const [unitId, setUnitId] = useState(others[0]?.id ?? "");
  const contractor = others.find(({ id }) => id === unitId)?.kind === "contractor";
  const { header, onError } = useMadeFrom(person.revision, refresh);
  const move = useMutation({
    mutationFn: (form: FormData) =>
      send("post", "/api/accounts/v1/accounts/{accountId}/move", {
        path: { accountId: person.id },
        header,
        body: {
          unitId,
          until: optionalTextIn(form, "until"),
          endsRoles: form.get("ends") === "yes",
          reason: textIn(form, "reason"),
        },
      }),
    onSuccess: async () => {
      await refresh();
      onClose();
    },
    onError,
  });
  return (
    <FormDialog
      title={t("accounts.moveTitle", { name: person.displayName })}
      confirm={t("accounts.move")}
      busy={move.isPending || unitId === ""}
      error={move.error}
      now={useWhatChanged(person)}
      onSubmit={move.mutate}
      onClose={onClose}
    >
      <UnitSelect
        id="move-unit"
        label={t("accounts.moveTo")}
        units={others}
        value={unitId}
        onChange={setUnitId}
      />
      {contractor && <DayField id="move-until" name="until" label={t("accounts.until")} />}
      <label className="row">
        <input type="checkbox" name="ends" value="yes" defaultChecked />
        {t("accounts.moveEnds")}
      </label>
      <div className="field">
        <label htmlFor="move-reason">{t("common.reason")}</label>
        <input
          id="move-reason"
          name="reason"
          autoComplete="off"
          required
          minLength={3}
          maxLength={500}
          data-first
        />
      </div>
    </FormDialog>
  );
};
