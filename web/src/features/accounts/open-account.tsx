import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { ofSeen, send } from "../../api/requests.ts";
import { BusyButton } from "../../ui/busy-button.tsx";
import { DayField } from "../../ui/day-field.tsx";
import { optionalTextIn, textIn } from "../../ui/form-texts.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { UnitSelect } from "../../ui/unit-select.tsx";
import { useHasRole } from "../../ui/use-session.ts";
import { HeldNote } from "./held-note.tsx";
import { NarrowArea, RoleField } from "./role-field.tsx";
import { type NewPassword, roleOf, rolesToGive, type UnitChoice } from "./roles.ts";
import { useRefreshAccounts } from "./use-accounts.ts";

/**
 * Opens an account and gives it its first role. The one-time password is shown as soon as it is
 * there: what is said of the role comes after, and nobody could ask for the password again.
 */
const useOpening = (worksFor: string, onOpened: (shown: NewPassword) => void) =>
  useMutation({
    mutationFn: async (form: FormData) => {
      const signInName = textIn(form, "signInName");
      const until = optionalTextIn(form, "until");
      const { accountId, revision, temporaryPassword } = await send("post", "/api/accounts/v1/accounts", {
        body: {
          signInName,
          displayName: textIn(form, "displayName"),
          unitId: textIn(form, "unitId"),
          until,
        },
      });
      onOpened({ name: signInName, password: temporaryPassword });
      const body = { role: roleOf(textIn(form, "role")), unitId: worksFor, until };
      const request = { path: { accountId }, header: ofSeen(revision), body };
      return send("post", "/api/accounts/v1/accounts/{accountId}/roles", request).then(
        () => undefined,
        // The account is there: its role can be given in the list.
        (refused: Error) => refused,
      );
    },
    onSettled: useRefreshAccounts(),
  });

const NameFields = () => {
  const { t } = useTranslation();
  return (
    <>
      <div className="field">
        <label htmlFor="signInName">{t("signIn.name")}</label>
        <input
          id="signInName"
          name="signInName"
          size={12}
          autoComplete="off"
          pattern="[a-z0-9][a-z0-9._\-]{2,39}"
          title={t("accounts.nameHint")}
          required
        />
      </div>
      <div className="field grow">
        <label htmlFor="displayName">{t("accounts.displayName")}</label>
        <input id="displayName" name="displayName" autoComplete="off" minLength={2} required />
      </div>
    </>
  );
};

/** Opens an account with its first role; the one-time password is shown once. */
export const OpenAccount = (props: {
  readonly units: readonly UnitChoice[];
  /** Units whose work the person may be given; the whole area first. */
  readonly areas: readonly UnitChoice[];
  /** Whether who opens it stands above these units. */
  readonly isAbove: (reached: readonly string[]) => boolean;
  readonly onOpened: (shown: NewPassword) => void;
}) => {
  const { t } = useTranslation();
  const { units, areas, isAbove, onOpened } = props;
  const [employer, setEmployer] = useState<string>();
  const [area, setArea] = useState<string>();
  const [wished, setRole] = useState<string>("clerk");
  const isSystemAdmin = useHasRole("system-admin");
  // Nobody is opened for the whole country by not choosing, nor for a contractor.
  const home = areas[0]?.kind === "country" ? undefined : areas[0]?.id;
  const employedAt = employer ?? home;
  // A contractor's people work for whoever hired them; everybody else first of all at home.
  const nearest =
    employedAt === undefined ? undefined : (areas.find(({ id }) => id === employedAt) ?? areas[0]);
  const worksFor = area ?? nearest?.id ?? "";
  const isAboveBoth = employedAt !== undefined && isAbove([employedAt, worksFor]);
  // Before a unit is chosen nobody knows whom the giver stands above.
  const choices = rolesToGive({ isSystemAdmin, isAbove: employedAt === undefined || isAboveBoth });
  const role = choices.find((one) => one === wished) ?? "clerk";
  const contractor = units.find(({ id }) => id === employedAt)?.kind === "contractor";
  const open = useOpening(worksFor, onOpened);
  // The next person is somebody else: what was chosen for the last one is not theirs.
  const startAnew = (form: HTMLFormElement) => {
    form.reset();
    setEmployer(undefined);
    setArea(undefined);
    setRole("clerk");
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    open.mutate(new FormData(form), { onSuccess: () => startAnew(form) });
  };
  return (
    <form className="card stack" onSubmit={submit}>
      <div className="row">
        <NameFields />
        <UnitSelect
          id="unitId"
          label={t("accounts.unit")}
          units={units}
          value={employedAt ?? ""}
          onChange={setEmployer}
        />
        <RoleField id="role" choices={choices} value={role} onChange={setRole} />
        <UnitSelect id="area" label={t("accounts.area")} units={areas} value={worksFor} onChange={setArea} />
        <DayField
          id="until"
          name="until"
          label={`${t("accounts.until")}${contractor ? " *" : ""}`}
          required={contractor}
          describedBy={contractor ? "until-hint" : undefined}
        />
        <BusyButton type="submit" data-kind="primary" busy={open.isPending}>
          {t("accounts.open")}
        </BusyButton>
      </div>
      <NarrowArea role={role} area={areas.find(({ id }) => id === worksFor)} />
      {employedAt !== undefined && <HeldNote of="role" roles={[role]} above={isAboveBoth} />}
      {contractor && (
        <p className="muted small" id="until-hint">
          {t("accounts.untilHint")}
        </p>
      )}
      <ProblemNote error={open.error ?? open.data ?? null} />
    </form>
  );
};
