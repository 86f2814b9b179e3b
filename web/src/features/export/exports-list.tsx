import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { useCallback, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ItemOf } from "../../api/paths.ts";
import { pages, query, readsOf, useRefresh } from "../../api/queries.ts";
import { ofSeen, send } from "../../api/requests.ts";
import { BarredNote } from "../../ui/barred-note.tsx";
import { BusyButton } from "../../ui/busy-button.tsx";
import { AskText } from "../../ui/dialog.tsx";
import { formatMoment, formatNumber } from "../../ui/format.ts";
import { MoreButton } from "../../ui/more-button.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { useMadeFrom } from "../../ui/use-made-from.ts";
import { useHasRole } from "../../ui/use-session.ts";
import { ExportFiles } from "./export-files.tsx";

const EXPORTS = "/api/reporting/v1/exports";

type Exported = ItemOf<typeof EXPORTS>;

const tones = { ready: "good", "awaits-approval": "warn", declined: "bad", expired: undefined } as const;

export const useRefreshExports = () => {
  const refresh = useRefresh();
  return useCallback(() => refresh(readsOf(EXPORTS)), [refresh]);
};

/** Keeps an export back, with a reason. */
const Decline = ({ exported, onClose }: { readonly exported: Exported; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const refresh = useRefreshExports();
  const { header, onError } = useMadeFrom(exported.revision, refresh);
  const decline = useMutation({
    mutationFn: (reason: string) =>
      send("post", "/api/reporting/v1/exports/{exportId}/decline", {
        path: { exportId: exported.exportId },
        header,
        body: { reason },
      }),
    onSuccess: async () => {
      await refresh();
      onClose();
    },
    onError,
  });
  return (
    <AskText
      title={t("export.decline")}
      label={t("common.reason")}
      confirm={t("export.decline")}
      busy={decline.isPending}
      error={decline.error}
      now={`${t(`export.standing.${exported.standing}`)} – ${exported.decidedByName ?? ""}`}
      onAnswer={(reason) => decline.mutate(reason)}
      onClose={onClose}
    />
  );
};

/** Who asked for it and who decided, in a sentence each. */
const Persons = ({ exported }: { readonly exported: Exported }) => {
  const { t } = useTranslation();
  const { askedByName, at, decidedByName, decidedAt, declineReason, expiresAt, standing, manifestOnly } =
    exported;
  return (
    <span className="small muted grow">
      {t("export.askedBy", { name: askedByName, at: formatMoment(at) })}
      {decidedByName !== undefined &&
        decidedAt !== undefined &&
        ` · ${t("export.decidedBy", { name: decidedByName, at: formatMoment(decidedAt) })}`}
      {declineReason !== undefined && ` “${declineReason}”`}
      {expiresAt !== undefined &&
        standing !== "declined" &&
        ` · ${t(standing === "expired" ? "export.expired" : "export.expires", { at: formatMoment(expiresAt) })}`}
      {standing === "ready" &&
        expiresAt === undefined &&
        ` · ${t(manifestOnly ? "export.sealed" : "export.keptManifest")}`}
    </span>
  );
};

/** What is in the files, for who decides about them. */
const Contents = ({ exportId }: { readonly exportId: string }) => {
  const { t } = useTranslation();
  const { data } = useQuery(query("/api/reporting/v1/exports/{exportId}", { path: { exportId } }));
  const contents = data?.contents;
  if (!contents) return null;
  const { records, scans, scannedPages, numbers, alone } = contents;
  return (
    <p className="small" data-contents={exportId}>
      {t(alone ? "export.someCases" : "export.allCases", { count: records })}{" "}
      {t("export.scansIn", { scans: formatNumber(scans), pages: formatNumber(scannedPages) })}{" "}
      {t("export.numbers", { numbers: numbers.join(", ") })}
      {numbers.length < records && " …"}
    </p>
  );
};

const Line = ({ exported }: { readonly exported: Exported }) => {
  const { t } = useTranslation();
  const takes = useHasRole("data-manager");
  const refresh = useRefreshExports();
  const [declining, setDeclining] = useState(false);
  const { exportId, recordType, bookNumber, office, records, inBook, standing, manifestOnly, own, revision } =
    exported;
  const { barred } = exported;
  const whyNot = useId();
  const approve = useMutation({
    mutationFn: () =>
      send("post", "/api/reporting/v1/exports/{exportId}/approve", {
        path: { exportId },
        header: ofSeen(revision),
      }),
    // Also where it was refused: what somebody else has decided is shown.
    onSettled: refresh,
  });
  const name = `${recordType}-${bookNumber.replace("/", "-")}`;
  return (
    <section className="card stack" data-export={standing} aria-label={name}>
      <div className="row">
        <strong>{t("batch.book", { type: t(`recordType.${recordType}`), number: bookNumber })}</strong>
        <span className="tag" data-tone={tones[standing]}>
          {t(`export.standing.${standing}`)}
        </span>
        <span className="small">
          {t("export.recordsOf", {
            count: records,
            records: formatNumber(records),
            inBook: formatNumber(inBook),
          })}
          {office !== "" && ` · ${office}`}
        </span>
        <Persons exported={exported} />
      </div>
      <ProblemNote error={approve.error} />
      {standing === "awaits-approval" && own && <p className="notice">{t("export.waits")}</p>}
      {standing === "awaits-approval" && !own && <Contents exportId={exportId} />}
      {standing === "awaits-approval" && !own && (
        <div className="row">
          <BusyButton
            type="button"
            data-kind={barred.approving ? undefined : "primary"}
            disabled={barred.approving !== undefined}
            aria-describedby={barred.approving ? whyNot : undefined}
            busy={approve.isPending}
            onClick={() => approve.mutate()}
          >
            {t("export.approve")}
          </BusyButton>
          <button
            type="button"
            disabled={barred.declining !== undefined}
            aria-describedby={barred.declining ? whyNot : undefined}
            onClick={() => setDeclining(true)}
          >
            {t("export.decline")}
          </button>
          {barred.approving && <BarredNote barred={barred.approving} id={whyNot} />}
        </div>
      )}
      {standing === "ready" && takes && (
        <ExportFiles exportId={exportId} name={name} manifestOnly={manifestOnly} />
      )}
      {declining && <Decline exported={exported} onClose={() => setDeclining(false)} />}
    </section>
  );
};

/**
 * Exports of the area: those that wait for a second person first, each with who asked and who
 * decided.
 */
export const ExportsList = () => {
  const { t } = useTranslation();
  const list = useInfiniteQuery(pages(EXPORTS, { query: { limit: 50 } }));
  const items = (list.data?.pages ?? []).flatMap((page) => page.items);
  const waiting = items.filter(({ standing }) => standing === "awaits-approval");
  const others = items.filter(({ standing }) => standing !== "awaits-approval");
  return (
    <section className="stack" aria-labelledby="exports-title">
      <h2 id="exports-title">{t("export.list")}</h2>
      <p className="muted small">{t("export.rule")}</p>
      <ProblemNote error={list.error} />
      {list.data && items.length === 0 && <p className="muted">{t("export.none")}</p>}
      {[...waiting, ...others].map((exported) => (
        <Line key={exported.exportId} exported={exported} />
      ))}
      <MoreButton list={list} />
    </section>
  );
};
