import { useTranslation } from "react-i18next";
import { BusyButton } from "../../ui/busy-button.tsx";
import { formatNumber } from "../../ui/format.ts";
import { PercentDone } from "../../ui/percent-done.tsx";
import { isMoving } from "../../ui/use-import-progress.ts";
import { decisionsAbout } from "./import-decisions.ts";
import type { ImportJob, useImport } from "./use-import.ts";

type Steps = Pick<ReturnType<typeof useImport>, "confirm" | "discard" | "errors">;

interface Props extends Steps {
  readonly job: ImportJob;
  /** The preview stands on the page: what nobody has seen is not confirmed. */
  readonly isShown: boolean;
  /** What the original sheet adds is to be taken. */
  readonly restoredRowsSeen: boolean;
}

/** How far the import is, and what a person may decide about it now. */
export const ImportProgress = (props: Props) => {
  const { t, i18n } = useTranslation();
  const { job, isShown, restoredRowsSeen, confirm, discard, errors } = props;
  const busy = isMoving(job.phase);
  const { mayConfirm, mayDiscard, phase } = decisionsAbout(job);
  return (
    <section className="card stack" aria-live="polite" data-phase={job.phase}>
      <strong>{t(`import.phase.${phase}`)}</strong>
      {busy && <PercentDone percent={job.percent} />}
      <span>
        {t("import.counts", {
          good: formatNumber(job.good),
          refused: formatNumber(job.refused),
          unchanged: formatNumber(job.unchanged),
          written: formatNumber(job.written),
        })}
      </span>
      {job.failureDetail && (
        <p className="problem">{i18n.language === "en" ? job.failureDetail.en : job.failureDetail.vi}</p>
      )}
      <div className="row">
        {mayConfirm && (
          <BusyButton
            type="button"
            data-kind="primary"
            disabled={job.good === 0 || (phase === "prepared" && !isShown)}
            busy={confirm.isPending}
            onClick={() =>
              confirm.mutate({ mode: "good-rows-only", restoredRowsSeen: restoredRowsSeen || undefined })
            }
          >
            {t("import.confirm", { count: job.good })}
          </BusyButton>
        )}
        {mayDiscard && (
          <BusyButton type="button" busy={discard.isPending} onClick={() => discard.mutate()}>
            {t("import.discard")}
          </BusyButton>
        )}
        {job.refused > 0 && !busy && (
          <BusyButton type="button" busy={errors.isPending} onClick={() => errors.mutate()}>
            {t("import.errors")}
          </BusyButton>
        )}
      </div>
    </section>
  );
};
