import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { BusyButton } from "../../ui/busy-button.tsx";
import { DayField } from "../../ui/day-field.tsx";
import { formatNumber } from "../../ui/format.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { todayInVietnam } from "../../ui/week.ts";
import { type Limits, useSetLimits } from "./use-limits.ts";

/** Other limits from a day on, with a reason; `onSet` when they stand. */
export const SetLimits = (props: {
  readonly unitId: string;
  readonly limits: Limits;
  readonly onSet: () => void;
}) => {
  const { t } = useTranslation();
  const { unitId, limits, onSet } = props;
  const set = useSetLimits(unitId, limits);
  const { inForce, choices } = limits;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    set.mutate(new FormData(event.currentTarget), { onSuccess: onSet });
  };
  return (
    <form className="card row" onSubmit={submit}>
      <DayField
        id="from"
        name="from"
        label={t("limits.from")}
        min={todayInVietnam()}
        initial={todayInVietnam()}
        required
      />
      <div className="field">
        <label htmlFor="level">{t("limits.level")}</label>
        <select id="level" name="level" defaultValue={inForce.level}>
          {choices.levels.map((level) => (
            <option key={level}>{level}</option>
          ))}
        </select>
      </div>
      {(["key", "other"] as const).map((name) => (
        <div className="field" key={name}>
          <label htmlFor={name}>{t(`lots.class.${name}`)}</label>
          <select id={name} name={name} defaultValue={inForce[name]}>
            {choices.limits.map((step) => (
              <option key={step} value={step}>
                {formatNumber(step)} %
              </option>
            ))}
          </select>
        </div>
      ))}
      <div className="field grow">
        <label htmlFor="reason">{t("common.reason")}</label>
        <input id="reason" name="reason" required minLength={3} maxLength={500} autoComplete="off" />
      </div>
      <BusyButton type="submit" data-kind="primary" busy={set.isPending}>
        {t("limits.set")}
      </BusyButton>
      <ProblemNote error={set.error} />
    </form>
  );
};
