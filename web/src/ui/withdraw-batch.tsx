import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ItemOf } from "../api/paths.ts";
import { send } from "../api/requests.ts";
import { AskAboutBatch } from "./ask-about-batch.tsx";
import { useHasRole, useSession } from "./use-session.ts";

type Batch = ItemOf<"/api/entry/v1/batches">;

/** Nothing was ever submitted of it, nothing is in it, and nobody else may be keying in it now. */
const isLeftEmpty = ({ status, records, round, assignedTo, leaseUntil }: Batch, account?: string): boolean =>
  status === "open" &&
  records === 0 &&
  round === 0 &&
  (assignedTo === null || assignedTo === account || new Date(leaseUntil ?? 0) < new Date());

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
      {isAsking && (
        <AskAboutBatch
          batch={batch}
          title={t("batch.withdraw")}
          initial={t("batch.withdrawDefault")}
          run={(reason, header) =>
            send("post", "/api/entry/v1/batches/{batchId}/withdraw", {
              path: { batchId: batch.id },
              header,
              body: { reason },
            })
          }
          onDone={onDone}
          onClose={() => setIsAsking(false)}
        >
          <p className="muted">{t("batch.withdrawHint")}</p>
        </AskAboutBatch>
      )}
    </>
  );
};
