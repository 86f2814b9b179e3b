import { useTranslation } from "react-i18next";
import { BusyButton } from "../../ui/busy-button.tsx";
import { textIn } from "../../ui/form-texts.ts";
import { formatDay } from "../../ui/format.ts";
import { KeyerAway } from "../../ui/keyer-away.tsx";
import { Lease } from "../../ui/lease.tsx";
import { batchState, batchTones } from "../../ui/states.ts";
import { useBatchNumbers } from "../../ui/use-batch-numbers.ts";
import { WithdrawBatch } from "../../ui/withdraw-batch.tsx";
import type { Batch, Clerk } from "./use-batches.ts";

/** Someone keys in it, or will: it can be assigned and taken back. */
const isKeyed = (status: string): boolean => status === "open" || status === "second-keying";

interface Props {
  readonly batch: Batch;
  readonly clerks: readonly Clerk[];
  readonly busy: boolean;
  /** Gives the batch to a clerk; to who has it, for longer. */
  readonly onAssign: (accountId: string) => void;
  readonly onTakeBack: () => void;
  readonly onDone: () => Promise<unknown>;
}

const Assignment = ({ batch, clerks, busy, onAssign }: Omit<Props, "onTakeBack" | "onDone">) => {
  const { t } = useTranslation();
  const offered = clerks.filter(({ id }) => !batch.barred?.includes(id));
  return (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault();
        onAssign(textIn(new FormData(event.currentTarget), "clerk"));
      }}
    >
      <label htmlFor={`clerk-${batch.id}`}>
        {t(batch.status === "open" ? "books.assign" : "secondKeying.assign")}
      </label>
      <select id={`clerk-${batch.id}`} name="clerk" required>
        {offered.map((clerk) => (
          <option key={clerk.id} value={clerk.id}>
            {clerk.displayName}
            {clerk.until === undefined ? "" : ` (${formatDay(clerk.until)})`}
          </option>
        ))}
      </select>
      <BusyButton type="submit" data-kind="primary" busy={busy}>
        {t("books.assignNow")}
      </BusyButton>
    </form>
  );
};

/** One batch: where it stands, who has it, and whom to assign it to. */
export const BatchLine = (props: Props) => {
  const { t } = useTranslation();
  const numbersOf = useBatchNumbers();
  const { batch, clerks, busy, onAssign, onTakeBack, onDone } = props;
  const { assignedTo } = batch;
  return (
    <div className="row">
      <span className="tag" data-tone={batchTones[batchState(batch)]}>
        {t(`dashboard.state.${batchState(batch)}`)}
      </span>
      <span className="grow">
        {numbersOf(batch)} · {t("batch.keyed")}: {batch.records}
        {batch.assignedName !== undefined && ` · ${batch.assignedName}`}
        {batch.withdrawn !== undefined && ` · ${t("batch.withdrawnBecause", { reason: batch.withdrawn })}`}
        {isKeyed(batch.status) && assignedTo !== null && <Lease until={batch.leaseUntil} />}
        <KeyerAway why={batch.keyerAway} />
      </span>
      {isKeyed(batch.status) && assignedTo === null && (
        <Assignment batch={batch} clerks={clerks} busy={busy} onAssign={onAssign} />
      )}
      {isKeyed(batch.status) && assignedTo !== null && (
        <>
          {batch.keyerAway === undefined && (
            <BusyButton type="button" busy={busy} onClick={() => onAssign(assignedTo)}>
              {t("books.extend")}
            </BusyButton>
          )}
          <button type="button" onClick={onTakeBack}>
            {t("books.takeBack")}
          </button>
        </>
      )}
      <WithdrawBatch batch={batch} onDone={onDone} />
    </div>
  );
};
