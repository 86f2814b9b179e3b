import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { BusyButton } from "../../ui/busy-button.tsx";
import { DayField } from "../../ui/day-field.tsx";
import { textIn } from "../../ui/form-texts.ts";
import { formatNumber } from "../../ui/format.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { todayInVietnam } from "../../ui/week.ts";
import { isSame, limitsOnDay } from "./limits-on.ts";
import { type Limits, useSetLimits } from "./use-limits.ts";

/** What somebody else has set meanwhile where this person chose another. */
const SetMeanwhile = ({ now }: { readonly now: string | undefined }) => {
  const { t } = useTranslation();
  if (now === undefined) return null;
  return (
    <span className="small" data-now>
      {t("common.nowThere")} <strong>{now}</strong>
    </span>
  );
};

interface Chosen {
  readonly level?: Limits["inForce"]["level"] | undefined;
  readonly key?: number;
  readonly other?: number;
}

/**
 * What a person chose, beside what holds on the day: what they did not touch follows that, also
 * where somebody else has set it while the form was open.
 */
const useWish = (limits: Limits) => {
  const [from, setFrom] = useState(todayInVietnam());
  const [chosen, setChosen] = useState<Chosen>({});
  const [began] = useState(limits);
  const now = limitsOnDay(limits, from);
  const before = limitsOnDay(began, from);
  const { level = now.level, key = now.key, other = now.other } = chosen;
  const wish = { level, key, other };
  /** What stands by now in a field that this person chose too, where it is another. */
  const overtaken = <Name extends keyof typeof wish>(name: Name) =>
    chosen[name] !== undefined && now[name] !== before[name] && now[name] !== wish[name]
      ? now[name]
      : undefined;
  return { wish, from, setFrom, choose: (one: Chosen) => setChosen({ ...chosen, ...one }), overtaken };
};

/** Other limits from a day on, with a reason; `onSet` when they stand. */
export const SetLimits = (props: {
  readonly unitId: string;
  readonly limits: Limits;
  readonly onSet: () => void;
}) => {
  const { t } = useTranslation();
  const { unitId, limits, onSet } = props;
  const set = useSetLimits(unitId, limits);
  const { levels, limits: steps } = limits.choices;
  const { wish, from, setFrom, choose, overtaken } = useWish(limits);
  const same = isSame(limits, from, wish);
  const percent = (step: number | undefined) => (step === undefined ? undefined : `${formatNumber(step)} %`);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const { level, key, other } = wish;
    const body = { level, key, other, from: textIn(form, "from"), reason: textIn(form, "reason") };
    if (!same) set.mutate(body, { onSuccess: onSet });
  };
  return (
    <form className="card row" onSubmit={submit}>
      <DayField
        id="from"
        name="from"
        label={t("limits.from")}
        min={todayInVietnam()}
        initial={todayInVietnam()}
        onDay={setFrom}
        required
      />
      <div className="field">
        <label htmlFor="level">{t("limits.level")}</label>
        <select
          id="level"
          value={wish.level}
          onChange={({ target }) => choose({ level: levels.find((one) => one === target.value) })}
        >
          {levels.map((level) => (
            <option key={level}>{level}</option>
          ))}
        </select>
        <SetMeanwhile now={overtaken("level")} />
      </div>
      {(["key", "other"] as const).map((name) => (
        <div className="field" key={name}>
          <label htmlFor={name}>{t(`lots.class.${name}`)}</label>
          <select
            id={name}
            value={wish[name]}
            onChange={({ target }) => choose({ [name]: Number(target.value) })}
          >
            {steps.map((step) => (
              <option key={step} value={step}>
                {percent(step)}
              </option>
            ))}
          </select>
          <SetMeanwhile now={percent(overtaken(name))} />
        </div>
      ))}
      <div className="field grow">
        <label htmlFor="reason">{t("common.reason")}</label>
        <input id="reason" name="reason" required minLength={3} maxLength={500} autoComplete="off" />
      </div>
      <BusyButton type="submit" data-kind="primary" disabled={same} busy={set.isPending}>
        {t("limits.set")}
      </BusyButton>
      {same && <span className="small muted">{t("limits.same")}</span>}
      <ProblemNote error={set.error} />
    </form>
  );
};
