import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { dataOf, reviewApi } from "../../api/client.ts";
import { DayField } from "../../ui/day-field.tsx";
import { formatDay, formatNumber } from "../../ui/format.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { useHasRole, useSession } from "../../ui/use-session.ts";
import { useUnitNames } from "../../ui/use-unit-names.ts";
import { todayInVietnam } from "../../ui/week.ts";

const readers = ["unit-admin", "acceptor", "checker"];

/**
 * By which limits lots are accepted, from which day, and why: set by the unit's administrator, read
 * by who goes by them.
 */
export const Limits = () => {
  const { t } = useTranslation();
  const client = useQueryClient();
  const session = useSession();
  const admin = useHasRole("unit-admin");
  const unitName = useUnitNames();
  const grants = session?.account.grants ?? [];
  const unitId = readers.map((role) => grants.find((one) => one.role === role)).find(Boolean)?.unitId ?? "";
  const queryKey = ["limits", unitId];
  const limits = useQuery({
    queryKey,
    queryFn: () => dataOf(reviewApi.GET("/api/review/v1/limits/{unitId}", { params: { path: { unitId } } })),
  });
  const { levels, limits: steps } = limits.data?.choices ?? { levels: [], limits: [] };
  const set = useMutation({
    mutationFn: (form: FormData) => {
      const text = (name: string) => String(form.get(name) ?? "").trim();
      const level = levels.find((one) => one === text("level")) ?? "II";
      const body = {
        level,
        key: Number(text("key")),
        other: Number(text("other")),
        from: text("from"),
        reason: text("reason"),
      };
      return dataOf(reviewApi.POST("/api/review/v1/limits/{unitId}", { params: { path: { unitId } }, body }));
    },
    onSuccess: () => client.invalidateQueries({ queryKey }),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    set.mutate(new FormData(form), { onSuccess: () => form.reset() });
  };
  const inForce = limits.data?.inForce;
  return (
    <main className="page stack">
      <h1>
        {t("limits.title")} · {unitName(unitId)}
      </h1>
      <ProblemNote error={limits.error} />
      {inForce && (
        <p className="notice" data-in-force>
          {t("limits.inForce", {
            level: inForce.level,
            key: formatNumber(inForce.key),
            other: formatNumber(inForce.other),
          })}{" "}
          {inForce.setFor === null
            ? t("limits.default")
            : inForce.setFor === unitId
              ? ""
              : t("limits.inherited", { unit: unitName(inForce.setFor) })}
        </p>
      )}
      <p className="muted small">{t("limits.hint")}</p>
      {admin && inForce && (
        <form key={JSON.stringify(inForce)} className="card row" onSubmit={submit}>
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
              {levels.map((level) => (
                <option key={level}>{level}</option>
              ))}
            </select>
          </div>
          {(["key", "other"] as const).map((name) => (
            <div className="field" key={name}>
              <label htmlFor={name}>{t(`lots.class.${name}`)}</label>
              <select id={name} name={name} defaultValue={inForce[name]}>
                {steps.map((step) => (
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
          <button type="submit" data-kind="primary" disabled={set.isPending}>
            {t("limits.set")}
          </button>
        </form>
      )}
      <ProblemNote error={set.error} />
      <h2>{t("limits.changes")}</h2>
      {limits.data?.changes.length === 0 && <p className="muted">{t("limits.noChange")}</p>}
      {limits.data && limits.data.changes.length > 0 && (
        <table>
          <thead>
            <tr>
              <th>{t("limits.from")}</th>
              <th>{t("limits.level")}</th>
              <th className="number">{t("lots.class.key")}</th>
              <th className="number">{t("lots.class.other")}</th>
              <th>{t("common.reason")}</th>
            </tr>
          </thead>
          <tbody>
            {[...limits.data.changes].reverse().map((change) => (
              <tr key={change.from}>
                <td>{formatDay(change.from)}</td>
                <td>{change.level}</td>
                <td className="number">{formatNumber(change.key)} %</td>
                <td className="number">{formatNumber(change.other)} %</td>
                <td>{change.reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </main>
  );
};
