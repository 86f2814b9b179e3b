import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { ItemOf } from "../../api/paths.ts";
import { pages, query, readsOf, useRefresh } from "../../api/queries.ts";
import { send } from "../../api/requests.ts";
import { BarredNote } from "../../ui/barred-note.tsx";
import { BusyButton } from "../../ui/busy-button.tsx";
import { formatMoment } from "../../ui/format.ts";
import { MoreButton } from "../../ui/more-button.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { ScanViewer } from "../../ui/scan-viewer.tsx";
import { useHasRole } from "../../ui/use-session.ts";
import { DeclineQuestion } from "./decline-question.tsx";

const REQUESTS = "/api/entry/v1/exchanges";
const PATH = "/api/entry/v1/books/{bookId}/exchanges/{exchangeId}";

type ReplacementRequest = ItemOf<typeof REQUESTS>;

const useDeciding = ({ bookId, id: exchangeId }: ReplacementRequest) => {
  const refresh = useRefresh();
  const path = { bookId, exchangeId };
  const onSettled = () =>
    refresh(readsOf(REQUESTS), readsOf("/api/entry/v1/books"), readsOf("/api/entry/v1/books/{bookId}/scans"));
  const approve = useMutation({ mutationFn: () => send("post", `${PATH}/approve`, { path }), onSettled });
  const decline = useMutation({
    mutationFn: (reason: string) => send("post", `${PATH}/decline`, { path, body: { reason } }),
    onSettled,
  });
  return { approve, decline };
};

const Decision = ({ request }: { readonly request: ReplacementRequest }) => {
  const { t } = useTranslation();
  const { approve, decline } = useDeciding(request);
  const [declining, setDeclining] = useState(false);
  return (
    <>
      <BusyButton type="button" data-kind="primary" busy={approve.isPending} onClick={() => approve.mutate()}>
        {t("correction.approve")}
      </BusyButton>
      <button type="button" onClick={() => setDeclining(true)}>
        {t("correction.decline")}
      </button>
      <ProblemNote error={approve.error} />
      {declining && (
        <DeclineQuestion
          busy={decline.isPending}
          error={decline.error}
          onAnswer={(reason) => decline.mutate(reason, { onSuccess: () => setDeclining(false) })}
          onClose={() => setDeclining(false)}
        />
      )}
    </>
  );
};

/** The scan that there is, while one is asked for, beside the one that was asked for. */
const ScansOfRequest = ({ request }: { readonly request: ReplacementRequest }) => {
  const { t } = useTranslation();
  const { bookId, id, replaces, status } = request;
  return (
    <div className="row">
      {status === "waiting" && replaces !== undefined && (
        <figure className="scan-box grow">
          <figcaption>{t("replacementRequest.there")}</figcaption>
          <ScanViewer scan={{ id: replaces, state: "found" }} />
        </figure>
      )}
      <figure className="scan-box grow">
        <figcaption>{t("replacementRequest.wanted")}</figcaption>
        <ScanViewer scan={{ id, askedOf: bookId, state: "found" }} />
      </figure>
    </div>
  );
};

/** The cover of a book, or the scan of the whole of it: what an office is read from. */
const CoverOf = ({ bookId }: { readonly bookId: string }) => {
  const { t } = useTranslation();
  // What shows no case comes first.
  const scans = useQuery(
    query("/api/entry/v1/books/{bookId}/scans", { path: { bookId }, query: { limit: 20 } }),
  );
  const found = scans.data?.items ?? [];
  const cover = found.find(({ kind }) => kind === "cover") ?? found.find(({ kind }) => kind === "whole-book");
  if (scans.error) return <ProblemNote error={scans.error} />;
  if (!scans.data) return null;
  if (!cover) return <p className="notice">{t("replacementRequest.noCover")}</p>;
  return (
    <figure className="scan-box">
      <figcaption>{t("replacementRequest.cover")}</figcaption>
      <ScanViewer scan={{ id: cover.id, state: "found" }} />
    </figure>
  );
};

/** What a request for another office leaves in the cases of the book. */
const OfficeBasis = ({ request }: { readonly request: ReplacementRequest }) => {
  const { t, i18n } = useTranslation();
  const { bookId, otherOffices = 0, findings = [] } = request;
  // Those of other offices are summed up in the note above, with what can be done.
  const others = findings.filter(({ rule }) => rule !== "office-differs-from-book");
  return (
    <p className="small">
      {otherOffices > 0 && (
        <span className="notice below" data-other-offices={otherOffices}>
          {t("replacementRequest.otherOffices", { count: otherOffices })}
        </span>
      )}
      {others.map(({ rule, messageVi, messageEn }) => (
        <span key={messageVi} className="notice below" data-finding={rule}>
          {i18n.language === "en" ? messageEn : messageVi}
        </span>
      ))}
      <Link href={`/so/${bookId}/doi-soat`}>{t("replacementRequest.openBook")}</Link>
    </p>
  );
};

const Request = ({
  request,
  decides,
}: {
  readonly request: ReplacementRequest;
  readonly decides: boolean;
}) => {
  const { t } = useTranslation();
  const { recordType, bookNumber, number, what, office, before, why, reason, status } = request;
  const [looking, setLooking] = useState(false);
  return (
    <div className="card stack" data-replacement-request={status}>
      <div className="row">
        <strong className="grow">
          {t("batch.book", { type: t(`recordType.${recordType}`), number: bookNumber })}
          {number !== undefined && ` · ${t("review.record", { number })}`}
        </strong>
        <span className="muted small">
          {request.requestedByName} · {formatMoment(request.requestedAt)}
        </span>
      </div>
      <p>
        {what === "office"
          ? t("replacementRequest.office", { before, office })
          : t("replacementRequest.scan")}
        {": "}
        {why === undefined ? reason : t(`replacementRequest.why.${why}`)}
      </p>
      {what === "office" && status !== "declined" && <OfficeBasis request={request} />}
      {request.decidedByName !== undefined && (
        <p className="small" data-decided>
          {t(status === "approved" ? "replacementRequest.approved" : "replacementRequest.declined", {
            name: request.decidedByName,
          })}
          {request.declineReason !== undefined && `: “${request.declineReason}”`}
        </p>
      )}
      <div className="row">
        {status === "waiting" && decides && !request.barred && <Decision request={request} />}
        {status === "waiting" && request.own && <span className="muted">{t("replacementRequest.own")}</span>}
        {status === "waiting" && decides && !request.own && request.barred && (
          <BarredNote barred={request.barred} />
        )}
        <span className="grow" />
        <button type="button" aria-expanded={looking} onClick={() => setLooking(!looking)}>
          {t(what === "scan" ? "replacementRequest.look" : "replacementRequest.lookCover")}
        </button>
      </div>
      {looking &&
        (what === "scan" ? <ScansOfRequest request={request} /> : <CoverOf bookId={request.bookId} />)}
    </div>
  );
};

/** What is asked to be replaced of accepted books, newest first, and what became of it. */
export const ReplacementRequests = () => {
  const { t } = useTranslation();
  const decides = useHasRole("acceptor");
  const asks = useHasRole("book-keeper");
  const list = useInfiniteQuery({
    ...pages(REQUESTS, { query: { limit: 50 } }),
    enabled: decides || asks,
  });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (items.length === 0) return <ProblemNote error={list.error} />;
  return (
    <section className="stack" aria-labelledby="replacement-requests-title">
      <h2 id="replacement-requests-title">{t("replacementRequest.title")}</h2>
      {items.map((request) => (
        <Request key={request.id} request={request} decides={decides} />
      ))}
      <MoreButton list={list} />
    </section>
  );
};
