import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { send } from "../../api/requests.ts";
import { DayField } from "../../ui/day-field.tsx";
import { FormDialog } from "../../ui/dialog.tsx";
import { optionalTextIn, textIn } from "../../ui/form-texts.ts";
import { UnitSelect } from "../../ui/unit-select.tsx";
import { useMadeFrom } from "../../ui/use-made-from.ts";
import { useHasRole } from "../../ui/use-session.ts";
import { NarrowArea, RoleField } from "./role-field.tsx";
import { roleOf, rolesToGive, type UnitChoice } from "./roles.ts";
import { useRefreshAccounts } from "./use-accounts.ts";

interface Holder {
  readonly id: string;
  readonly revision: number;
  readonly displayName: string;
  readonly unitId: string;
  readonly grants: readonly { readonly role: string; readonly unitId: string }[];
}

/** One more role: which, where, and until when; nothing is given before the button is pressed. */
export const GrantRole = (props: {
  readonly holder: Holder;
  /** Units whose work the person may be given; the whole area first. */
  readonly areas: readonly UnitChoice[];
  readonly onClose: () => void;
}) => {
  const { holder, areas, onClose } = props;
  const { t } = useTranslation();
  const refresh = useRefreshAccounts();
  const [unitId, setUnitId] = useState(
    () => (areas.find(({ id }) => id === holder.unitId) ?? areas[0])?.id ?? "",
  );
  const { header, onError } = useMadeFrom(holder.revision, refresh);
  const grant = useMutation({
    mutationFn: (form: FormData) =>
      send("post", "/api/accounts/v1/accounts/{accountId}/roles", {
        path: { accountId: holder.id },
        header,
        body: { role: roleOf(textIn(form, "role")), unitId, until: optionalTextIn(form, "until") },
      }),
    onSuccess: async () => {
      await refresh();
      onClose();
    },
    onError,
  });
  const free = rolesToGive(useHasRole("system-admin")).filter(
    (one) => !holder.grants.some((held) => held.role === one && held.unitId === unitId),
  );
  const [chosen, setChosen] = useState<string>();
  const role = free.find((one) => one === chosen) ?? free[0] ?? "";
  return (
    <FormDialog
      title={`${t("accounts.addRole")}: ${holder.displayName}`}
      confirm={t("accounts.give")}
      busy={grant.isPending}
      error={grant.error}
      now={holder.grants.map(({ role: held }) => t(`role.${held}`)).join(", ")}
      onSubmit={grant.mutate}
      onClose={onClose}
    >
      <RoleField id="grant-role" choices={free} value={role} onChange={setChosen} first />
      <UnitSelect
        id="grant-area"
        label={t("accounts.area")}
        units={areas}
        value={unitId}
        onChange={setUnitId}
      />
      <DayField id="grant-until" name="until" label={t("accounts.until")} />
      <NarrowArea role={role} area={areas.find(({ id }) => id === unitId)} />
    </FormDialog>
  );
};
