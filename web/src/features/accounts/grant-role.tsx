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
import { todayInVietnam } from "../../ui/week.ts";
import { HeldNote } from "./held-note.tsx";
import { NarrowArea, RoleField } from "./role-field.tsx";
import { barredBeside, roleOf, rolesToGive, type UnitChoice } from "./roles.ts";
import { type Person, useRefreshAccounts } from "./use-accounts.ts";
import { useWhatChanged } from "./use-what-changed.ts";

/** Of these roles, those that the person is not given beside what they hold, and why. */
const useBarred = (holder: Person, choices: readonly string[]) => {
  const { t } = useTranslation();
  const today = todayInVietnam();
  const barred = choices.flatMap((role) => {
    const why = barredBeside(role, holder.grants, today);
    return why ? [{ role, why }] : [];
  });
  const [first] = barred;
  if (!first) return undefined;
  const held = [...new Set(holder.grants.map(({ role }) => t(`role.${role}`)))].join(", ");
  return {
    roles: barred.map(({ role }) => role),
    describedBy: "grant-role-barred",
    why: t(`accounts.barred.${first.why}`, { name: holder.displayName, roles: held }),
  };
};

/** One more role: which, where, and until when; nothing is given before the button is pressed. */
export const GrantRole = (props: {
  readonly holder: Person;
  /** Units whose work the person may be given; the whole area first. */
  readonly areas: readonly UnitChoice[];
  /** Whether who gives it stands above these units. */
  readonly isAbove: (reached: readonly string[]) => boolean;
  readonly onClose: () => void;
}) => {
  const { holder, areas, isAbove, onClose } = props;
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
  const isAboveBoth = isAbove([holder.unitId, unitId]);
  const giver = { isSystemAdmin: useHasRole("system-admin"), isAbove: isAboveBoth };
  const free = rolesToGive(giver).filter(
    (one) => !holder.grants.some((held) => held.role === one && held.unitId === unitId),
  );
  const [chosen, setChosen] = useState<string>();
  const barred = useBarred(holder, free);
  const open = free.filter((one) => !barred?.roles.includes(one));
  const role = open.find((one) => one === chosen) ?? open[0] ?? "";
  return (
    <FormDialog
      title={`${t("accounts.addRole")}: ${holder.displayName}`}
      confirm={t("accounts.give")}
      busy={grant.isPending}
      error={grant.error}
      now={useWhatChanged(holder)}
      onSubmit={grant.mutate}
      onClose={onClose}
    >
      <RoleField id="grant-role" choices={free} value={role} onChange={setChosen} barred={barred} first />
      {barred && (
        <p className="muted small" id={barred.describedBy} data-barred>
          {barred.why}
        </p>
      )}
      <UnitSelect
        id="grant-area"
        label={t("accounts.area")}
        units={areas}
        value={unitId}
        onChange={setUnitId}
      />
      <DayField id="grant-until" name="until" label={t("accounts.until")} />
      <NarrowArea role={role} area={areas.find(({ id }) => id === unitId)} />
      <HeldNote of="role" roles={[role]} above={isAboveBoth} />
    </FormDialog>
  );
};
