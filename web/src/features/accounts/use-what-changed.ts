import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatDay, formatMoment } from "../../ui/format.ts";
import { useUnitNames } from "../../ui/use-unit-names.ts";
import { type ChangedPart, changedParts } from "./person-changes.ts";
import type { Person } from "./use-accounts.ts";

/** What of a person is otherwise than when the question about them was opened, in words. */
export const useWhatChanged = (person: Person | undefined): string | undefined => {
  const { t } = useTranslation();
  const unitName = useUnitNames();
  const [before] = useState(person);
  if (!before || !person) return undefined;
  const words: Readonly<Record<ChangedPart, () => string>> = {
    unit: () => unitName(person.unitId),
    until: () =>
      person.until === undefined
        ? t("accounts.endless")
        : t("accounts.ends", { day: formatDay(person.until) }),
    suspended: () => t(person.suspended ? "accounts.suspended" : "accounts.reinstated"),
    roles: () =>
      person.grants.map(({ role, unitId }) => `${t(`role.${role}`)} · ${unitName(unitId)}`).join(", ") ||
      t("accounts.noRole"),
    held: () =>
      t(person.awaitsChoice ? "accounts.heldUntilChosen" : "accounts.held", {
        time: formatMoment(person.heldUntil ?? ""),
      }),
    other: () => t("accounts.otherChange"),
  };
  return changedParts(before, person)
    .map((part) => words[part]())
    .join("; ");
};
