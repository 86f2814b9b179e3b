import { useMutation } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { send } from "../../api/requests.ts";
import { BusyButton } from "../../ui/busy-button.tsx";
import { DayField } from "../../ui/day-field.tsx";
import { optionalTextIn, textIn } from "../../ui/form-texts.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { todayInVietnam } from "../../ui/week.ts";

const kinds = ["contractor", "commune", "district", "province"] as const;

/** Registers a contractor, or, for the system's administrator, any unit, from a day on. */
export const NewUnit = (props: {
  readonly parents: readonly { readonly id: string; readonly name: string; readonly kind: string }[];
  readonly keepsUnits: boolean;
  readonly onDone: () => void;
}) => {
  const { t } = useTranslation();
  const { parents, keepsUnits, onDone } = props;
  const register = useMutation({
    mutationFn: (form: FormData) => {
      const unit = {
        name: textIn(form, "unit-name"),
        parentId: textIn(form, "parentId"),
        from: textIn(form, "from"),
      };
      const kind = kinds.find((one) => one === textIn(form, "kind")) ?? "contractor";
      if (kind === "contractor") return send("post", "/api/accounts/v1/contractors", { body: unit });
      const code = optionalTextIn(form, "code");
      return send("post", "/api/accounts/v1/units", { body: { kind, ...unit, code } });
    },
    onSuccess: onDone,
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    register.mutate(new FormData(form), { onSuccess: () => form.reset() });
  };
  return (
    <form className="card stack" onSubmit={submit}>
      <div className="row">
        {keepsUnits && (
          <div className="field">
            <label htmlFor="kind">{t("units.kindTitle")}</label>
            <select id="kind" name="kind">
              {kinds.map((kind) => (
                <option key={kind} value={kind}>
                  {t(`units.kind.${kind}`)}
                </option>
              ))}
            </select>
          </div>
        )}
        <div className="field grow">
          <label htmlFor="unit-name">{t(keepsUnits ? "units.name" : "units.contractorName")}</label>
          <input id="unit-name" name="unit-name" minLength={2} maxLength={200} autoComplete="off" required />
        </div>
        {keepsUnits && (
          <div className="field">
            <label htmlFor="code">{t("units.code")}</label>
            <input id="code" name="code" pattern="[0-9]{2,5}" size={6} autoComplete="off" />
          </div>
        )}
        <div className="field">
          <label htmlFor="parentId">{t(keepsUnits ? "units.parent" : "units.worksFor")}</label>
          <select id="parentId" name="parentId" required>
            {parents
              .filter(({ kind }) => kind !== "contractor")
              .map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
          </select>
        </div>
        <DayField id="from" name="from" label={t("units.from")} initial={todayInVietnam()} required />
        <BusyButton type="submit" data-kind="primary" busy={register.isPending}>
          {t(keepsUnits ? "units.register" : "units.registerContractor")}
        </BusyButton>
      </div>
      <ProblemNote error={register.error} />
    </form>
  );
};
