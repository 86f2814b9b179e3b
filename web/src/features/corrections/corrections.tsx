import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { ItemOf } from "../../api/paths.ts";
import { problemOf } from "../../api/problem.ts";
import { pages, query, readsOf, useRefresh } from "../../api/queries.ts";
import { ofSeen, send } from "../../api/requests.ts";
import { BarredNote } from "../../ui/barred-note.tsx";
import { BusyButton } from "../../ui/busy-button.tsx";
import { AskText } from "../../ui/dialog.tsx";
import { textOf } from "../../ui/field-value.ts";
import { formatMoment } from "../../ui/format.ts";
import { MoreButton } from "../../ui/more-button.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { ScanViewer } from "../../ui/scan-viewer.tsx";
import { isOvertaken } from "../../ui/use-made-from.ts";
import { useRecordTexts } from "../../ui/use-record-texts.ts";
import { useScanOf } from "../../ui/use-scan-of.ts";
import { useHasRole } from "../../ui/use-session.ts";
import { useValueWords } from "../../ui/use-value-words.ts";
import { DeclineQuestion } from "./decline-question.tsx";
import { ReplacementRequests } from "./replacement-requests.tsx";

const CORRECTIONS = "/api/review/v1/corrections";
const CORRECTION = "/api/review/v1/corrections/{correctionId}";

type Correction = ItemOf<typeof CORRECTIONS>;

interface Change {
  readonly field: string;
  readonly before?: Parameters<typeof textOf>[0];
  readonly after?: Parameters<typeof textOf>[0];
}

const Changes = (props: {
  readonly recordType: string;
  readonly changes: readonly Change[];
  readonly now: Correction["now"];
}) => {
  const { recordType, changes, now } = props;
  const { t } = useTranslation();
  const { labelOf } = useRecordTexts(recordType);
  const words = useValueWords();
  return (
    <table>
      <thead>
        <tr>
          <th>{t("correction.field")}</th>
          <th>{t("correction.before")}</th>
          <th>{t("correction.after")}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ field, before, after }) => (
          <tr key={field}>
            <td className="muted small">{labelOf(field)}</td>
            <td>
              {textOf(before, words) || t("history.none")}
              {now
                .filter((one) => one.field === field)
                .map(({ value }) => (
                  <strong key={field} className="below small" data-present={field}>
                    {t("correction.present", { value: textOf(value, words) || t("history.none") })}
                  </strong>
                ))}
            </td>
            <td>{textOf(after, words) || t("history.none")}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

/** What the rules find in the case as it would be, and how the requester answers it. */
const Findings = ({ findings }: Pick<Correction, "findings">) => {
  const { t, i18n } = useTranslation();
  if (findings.length === 0) return null;
  return (
    <section className="stack" aria-label={t("correction.findings")} data-findings={findings.length}>
      <span className="muted small">{t("correction.findings")}</span>
      <ul className="findings">
        {findings.map((one) => (
          <li key={`${one.rule} ${one.fields.join(" ")}`} data-severity={one.severity}>
            {i18n.language === "en" ? one.messageEn : one.messageVi}
            <span className="below small">
              {one.reason === undefined ? t("correction.noReason") : `“${one.reason}”`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
};

/** Values that a round had marked wrong and that come back: who marked them, why and when. */
const BroughtBack = ({ recordType, broughtBack }: Pick<Correction, "recordType" | "broughtBack">) => {
  const { t } = useTranslation();
  const { labelOf } = useRecordTexts(recordType);
  if (broughtBack.length === 0) return null;
  return (
    <section className="problem stack" aria-label={t("correction.broughtBack")} data-brought-back>
      <strong>{t("correction.broughtBack")}</strong>
      <ul>
        {broughtBack.map(({ field, severity, reason, round, markedByName, markedAt }) => (
          <li key={`${field} ${reason}`}>
            {t("correction.markedBy", {
              field: labelOf(field),
              severity: t(`review.severity.${severity}`),
              who: markedByName,
              round,
              at: formatMoment(markedAt),
            })}{" "}
            “{reason}”
          </li>
        ))}
      </ul>
    </section>
  );
};

const useCorrections = (
  which: { readonly status: "requested" } | { readonly mine: true },
  enabled: boolean,
) => useInfiniteQuery({ ...pages(CORRECTIONS, { query: { ...which, limit: 50 } }), enabled });

const Scan = ({ bookId, number }: { readonly bookId: string; readonly number: string }) => (
  <div className="scan-box">
    <ScanViewer scan={useScanOf(bookId, number)} />
  </div>
);

/**
 * One request: of which case of which book, by whom, why, and what would change; the page image on
 * demand.
 */
const Request = (props: { readonly request: Correction; readonly children?: ReactNode }) => {
  const { request, children } = props;
  const { t } = useTranslation();
  const [looking, setLooking] = useState(false);
  const { recordType, bookNumber, number } = request;
  return (
    <div className="card stack" data-correction={request.status}>
      <div className="row">
        <strong className="grow">
          {t("history.record", { number, type: t(`recordType.${recordType}`), book: bookNumber })}
        </strong>
        <span className="muted small">
          {request.requestedByName} · {formatMoment(request.requestedAt)}
        </span>
      </div>
      <p>{request.reason}</p>
      <Changes recordType={recordType} changes={request.changes} now={request.now} />
      {request.now.length > 0 && (
        <p className="problem" data-outdated>
          {t("correction.outdated")}
        </p>
      )}
      <BroughtBack recordType={recordType} broughtBack={request.broughtBack} />
      <Findings findings={request.findings} />
      <div className="row">
        {children}
        <span className="grow" />
        <button type="button" aria-expanded={looking} onClick={() => setLooking(!looking)}>
          {t("correction.image")}
        </button>
        <Link className="button" href={`/tra-cuu/${request.recordId}`}>
          {t("correction.open")}
        </Link>
      </div>
      {looking && <Scan bookId={request.bookId} number={number} />}
    </div>
  );
};

/** What a person asked for themselves, and what became of it. */
const Own = () => {
  const { t } = useTranslation();
  const list = useCorrections({ mine: true }, true);
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className="stack" aria-label={t("correction.own")}>
      <h2>{t("correction.own")}</h2>
      <ProblemNote error={list.error} />
      {list.data && items.length === 0 && <p className="muted">{t("correction.noneOwn")}</p>}
      {items.map((request) => (
        <Request key={request.id} request={request}>
          <span className="tag" data-tone={ownTones[request.status]}>
            {t(`correction.status.${request.status}`)}
          </span>
          {request.decidedByName !== undefined && (
            <span className="small muted">
              {request.decidedByName}
              {request.decidedAt !== undefined && ` · ${formatMoment(request.decidedAt)}`}
            </span>
          )}
          {request.because !== undefined && <span className="small">“{request.because}”</span>}
          {request.declineReason !== undefined && <span className="small">“{request.declineReason}”</span>}
        </Request>
      ))}
      <MoreButton list={list} />
    </section>
  );
};
const ownTones = {
  requested: "warn",
  approved: "warn",
  applied: "good",
  declined: "bad",
  "not-applied": "bad",
} as const;

/** Whether somebody else has decided: there is nothing to send any more. */
const isDecided = (error: unknown): boolean =>
  Boolean(error) && (isOvertaken(error) || problemOf(error).code === "correction-decided");

/** What became of a request that somebody else has decided first. */
const useBecame = (correctionId: string | undefined) => {
  const { t } = useTranslation();
  const path = { correctionId: correctionId ?? "" };
  const { data } = useQuery({ ...query(CORRECTION, { path }), enabled: correctionId !== undefined });
  if (!data) return undefined;
  const by = data.decidedByName === undefined ? "" : ` – ${data.decidedByName}`;
  const why = data.declineReason === undefined ? "" : ` – “${data.declineReason}”`;
  return `${t("review.record", { number: data.number })}: ${t(`correction.status.${data.status}`)}${by}${why}`;
};

/** Declines a request with a reason, which stays where somebody else has decided first. */
const Decline = (props: {
  readonly request: Correction;
  readonly onChanged: () => Promise<void>;
  readonly onClose: () => void;
}) => {
  const { request, onChanged, onClose } = props;
  const decline = useMutation({
    mutationFn: (reason: string) =>
      send("post", "/api/review/v1/corrections/{correctionId}/decline", {
        path: { correctionId: request.id },
        header: ofSeen(request.revision),
        body: { reason },
      }),
    onSuccess: async () => {
      await onChanged();
      onClose();
    },
    onError: (error) => (isDecided(error) ? onChanged() : undefined),
  });
  return (
    <DeclineQuestion
      busy={decline.isPending}
      error={decline.error}
      now={useBecame(isDecided(decline.error) ? request.id : undefined)}
      isSettled={isDecided(decline.error)}
      onAnswer={(reason) => decline.mutate(reason)}
      onClose={onClose}
    />
  );
};

interface Approval {
  readonly request: Correction;
  /** Why what was marked wrong comes back. */
  readonly because?: string;
}

/** The requests that wait for this person's decision. */
const Deciding = ({ decides }: { readonly decides: boolean }) => {
  const { t } = useTranslation();
  const refreshReads = useRefresh();
  const requests = useCorrections({ status: "requested" }, decides);
  const refresh = () => refreshReads(readsOf(CORRECTIONS));
  const [explaining, setExplaining] = useState<Correction>();
  const approve = useMutation({
    mutationFn: ({ request, because }: Approval) =>
      send("post", "/api/review/v1/corrections/{correctionId}/approve", {
        path: { correctionId: request.id },
        header: ofSeen(request.revision),
        body: { because },
      }),
    onSuccess: () => setExplaining(undefined),
    // Also where it was refused: what somebody else has decided leaves the list.
    onSettled: refresh,
  });
  const became = useBecame(isDecided(approve.error) ? approve.variables?.request.id : undefined);
  const [declining, setDeclining] = useState<Correction>();
  const items = requests.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <ProblemNote error={requests.error ?? approve.error} />
      {became !== undefined && (
        <p className="notice" data-now>
          {t("common.nowThere")} <strong>{became}</strong>
        </p>
      )}
      {requests.data && items.length === 0 && <p className="muted">{t("correction.empty")}</p>}
      {items.map((request) => (
        <Request key={request.id} request={request}>
          {request.barred ? (
            <span data-own>
              <BarredNote barred={request.barred} />
            </span>
          ) : (
            <>
              <BusyButton
                type="button"
                data-kind="primary"
                disabled={request.now.length > 0}
                busy={approve.isPending}
                onClick={() =>
                  request.broughtBack.length > 0 ? setExplaining(request) : approve.mutate({ request })
                }
              >
                {t("correction.approve")}
              </BusyButton>
              <button type="button" onClick={() => setDeclining(request)}>
                {t("correction.decline")}
              </button>
            </>
          )}
        </Request>
      ))}
      <MoreButton list={requests} />
      {explaining && (
        <AskText
          title={t("correction.approve")}
          label={t("correction.because")}
          confirm={t("correction.approve")}
          busy={approve.isPending}
          error={approve.error}
          now={became}
          isSettled={isDecided(approve.error)}
          onAnswer={(because) => approve.mutate({ request: explaining, because })}
          onClose={() => setExplaining(undefined)}
        />
      )}
      {declining && (
        <Decline request={declining} onChanged={refresh} onClose={() => setDeclining(undefined)} />
      )}
    </>
  );
};

/**
 * Requests to change accepted records, each decided by someone other than who asked; and one's own.
 */
export const Corrections = () => {
  const { t } = useTranslation();
  const decides = useHasRole("acceptor");
  const asks = useHasRole("book-keeper", "checker", "data-manager");
  return (
    <main className="page stack">
      <h1>{t("nav.corrections")}</h1>
      <Deciding decides={decides} />
      <ReplacementRequests />
      {asks && <Own />}
    </main>
  );
};
