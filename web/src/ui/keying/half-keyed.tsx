import { useQueries } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Answer } from "../../api/paths.ts";
import { problemOf } from "../../api/problem.ts";
import { query } from "../../api/queries.ts";
import { useBatchNumbers } from "../use-batch-numbers.ts";
import { useSession } from "../use-session.ts";
import { dropHalfKeyed, type HalfKeyed, listHalfKeyed } from "./drafts.ts";
import { AskToDrop, KeptFields } from "./kept-on-this-computer.tsx";
import { type KeyedFields, numberOf } from "./keyed-fields.ts";

const BATCH = "/api/entry/v1/batches/{batchId}";

type Batch = Answer<"get", typeof BATCH>;

/** Answers about a batch that says nothing more to this person; a server that is away is none. */
const hidden: ReadonlySet<number> = new Set([403, 404]);

/** What has become of a batch that somebody cannot key any more; undefined where they still can. */
const whatBecame = (batch: Batch, account: string | undefined) => {
  if (batch.status === "locked") return "accepted";
  if (batch.status === "withdrawn") return "withdrawn";
  if (batch.status !== "open" && batch.status !== "second-keying") return undefined;
  return batch.assignedTo === account ? undefined : "elsewhere";
};

/** What its keyer typed; what was offered and not confirmed is nobody's word. */
const typedIn = (fields: KeyedFields): KeyedFields =>
  Object.fromEntries(Object.entries(fields).filter(([, { ditto }]) => !ditto));

const OfBatch = (props: {
  readonly left: HalfKeyed;
  readonly became: "accepted" | "withdrawn" | "elsewhere" | "unknown";
  readonly batch: Batch | undefined;
  readonly onDropped: () => void;
}) => {
  const { t } = useTranslation();
  const { left, became, batch, onDropped } = props;
  const [dropping, setDropping] = useState(false);
  const numbersOf = useBatchNumbers();
  const count = left.cases.length;
  const book =
    batch && t("batch.book", { type: t(`recordType.${batch.recordType}`), number: batch.bookNumber });
  const titleOf = (fields: KeyedFields): string => {
    const number = numberOf(fields);
    // A second keying does not key the number.
    return number === "" ? t("unsent.show") : t("halfKeyed.show", { number });
  };
  const drop = async () => {
    await dropHalfKeyed(left);
    setDropping(false);
    onDropped();
  };
  return (
    <div className="card stack" data-half-keyed={left.cases.length}>
      <div className="row">
        <div className="grow">
          {book && <strong>{book}</strong>}
          {batch && <div className="small muted">{numbersOf(batch)}</div>}
          <div className="small">{t(`halfKeyed.became.${became}`, { count })}</div>
        </div>
        <button type="button" data-kind="plain" onClick={() => setDropping(true)}>
          {t("halfKeyed.drop")}
        </button>
      </div>
      {left.cases.map((fields, place) => (
        <KeptFields
          key={place}
          title={titleOf(fields)}
          fields={typedIn(fields)}
          recordType={batch?.recordType}
        />
      ))}
      {dropping && (
        <AskToDrop
          title={t("halfKeyed.dropTitle", { count })}
          what={t("halfKeyed.dropWhat")}
          drop={t("halfKeyed.drop")}
          onDrop={drop}
          onClose={() => setDropping(false)}
        />
      )}
    </div>
  );
};

/**
 * What was begun at this computer and cannot be finished, since the batch is somebody else's by
 * now, or over: shown until whoever began it drops it.
 */
export const HalfKeyedElsewhere = () => {
  const { t } = useTranslation();
  const account = useSession()?.account.id;
  const [all, setAll] = useState<readonly HalfKeyed[]>([]);
  const renew = () => {
    void listHalfKeyed().then(setAll, () => setAll([]));
  };
  useEffect(renew, []);
  const batches = useQueries({
    queries: all.map(({ batchId }) => ({ ...query(BATCH, { path: { batchId } }), retry: false })),
  });
  const lost = all.flatMap((left, place) => {
    const { data, error } = batches[place] ?? {};
    const isHidden = error != null && hidden.has(problemOf(error).status);
    const became = data ? whatBecame(data, account) : isHidden ? "unknown" : undefined;
    return became === undefined ? [] : [{ left, became, batch: data } as const];
  });
  if (lost.length === 0) return null;
  return (
    <section className="stack" aria-label={t("halfKeyed.title")}>
      <h2>{t("halfKeyed.title")}</h2>
      {lost.map(({ left, became, batch }) => (
        <OfBatch key={left.batchId} left={left} became={became} batch={batch} onDropped={renew} />
      ))}
    </section>
  );
};
