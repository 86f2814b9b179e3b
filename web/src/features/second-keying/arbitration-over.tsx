import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { batchState } from "../../ui/states.ts";
import type { NotTaken } from "./decisions.ts";
import { NotTakenList } from "./overtaken.tsx";
import type { Arbitration } from "./use-arbitration.ts";

/** The way to all batches whose differences are to be decided. */
export const ToArbitrations = () => {
  const { t } = useTranslation();
  return (
    <div>
      <Link href="/phan-xu" className="button" data-kind="primary" data-way-out>
        {t("arbitration.toList")}
      </Link>
    </div>
  );
};

/**
 * Nothing is left to decide here, as when another arbiter has finished the batch meanwhile: where
 * it is now, what was not taken, and the way on.
 */
export const ArbitrationOver = (props: {
  readonly book: string;
  readonly batch: NonNullable<Arbitration["batch"]["data"]>;
  readonly notTaken: readonly NotTaken[];
  /** There was something to decide when the page was opened. */
  readonly wasOpen: boolean;
}) => {
  const { t } = useTranslation();
  const { book, batch, notTaken, wasOpen } = props;
  const state = batchState(batch);
  useEffect(() => document.querySelector<HTMLElement>("[data-way-out]")?.focus(), []);
  return (
    <main className="page stack" data-over={state}>
      <h1>{book}</h1>
      <p className="notice" role="alert">
        {t(wasOpen && batch.status === "submitted" ? "arbitration.overByAnother" : "arbitration.over", {
          state: t(`dashboard.state.${state}`),
        })}
      </p>
      <NotTakenList recordType={batch.recordType} items={notTaken} />
      {notTaken.length > 0 && <p className="muted small">{t("arbitration.ifWrong")}</p>}
      <ToArbitrations />
    </main>
  );
};
