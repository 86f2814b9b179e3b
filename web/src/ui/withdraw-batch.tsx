import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ItemOf } from "../api/paths.ts";
import { send } from "../api/requests.ts";
import { AskText } from "./dialog.tsx";
import { batchState } from "./states.ts";
import { useMadeFrom } from "./use-made-from.ts";
import { useHasRole, useSession } from "./use-session.ts";

type Batch = ItemOf<"/api/entry/v1/batches">;

/** Nothing was ever handed in of it, nothing is in it, and nobody else may be keying in it now. */
const isLeftEmpty = ({ status, records, round, assignedTo, leaseUntil }: Batch, account?: string): boolean =>
  status === "open" &&
  records === 0 &&
  round === 0 &&
  (assignedTo === null || assignedTo === account || new Date(leaseUntil ?? 0) < new Date());

const Question = (props: {
  readonly batch: Batch;
  readonly onDone: () => Promise<unknown>;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const { batch, onDone, onClose } = props;
  const { header, onError } = useMadeFrom(batch.revision, onDone);
  const withdraw = useMutation({
    mutationFn: (reason: string) =>
      send("post", "/api/entry/v1/batches/{batchId}/withdraw", {
        path: { batchId: batch.id },
        header,
        body: { reason },
      }),
    onSuccess: async () => {
      await onDone();
      onClose();
    },
    onError,
  });
  return (
    <AskText
      title={t("batch.withdraw")}
      label={t("common.reason")}
      confirm={t("batch.withdraw")}
      initial={t("batch.withdrawDefault")}
      busy={withdraw.isPending}
      error={withdraw.error}
      now={batch.assignedName ?? t(`dashboard.state.${batchState(batch)}`)}
      onAnswer={(reason) => withdraw.mutate(reason)}
      onClose={onClose}
    >
      <p className="muted">{t("batch.withdrawHint")}</p>
    </AskText>
  );
};

/**
 * Offers to withdraw a batch that was opened by mistake, to whoever opened it and to the unit's
 * administrator, while it is empty and nobody else keys in it.
 */
export const WithdrawBatch = (props: { readonly batch: Batch; readonly onDone: () => Promise<unknown> }) => {
  const { t } = useTranslation();
  const { batch, onDone } = props;
  const [isAsking, setIsAsking] = useState(false);
  const account = useSession()?.account.id;
  const administers = useHasRole("unit-admin");
  if (!(administers || batch.openedBy === account) || !isLeftEmpty(batch, account)) return null;
  return (
    <>
      <button type="button" onClick={() => setIsAsking(true)}>
        {t("batch.withdraw")}
      </button>
      {isAsking && <Question batch={batch} onDone={onDone} onClose={() => setIsAsking(false)} />}
    </>
  );
};
