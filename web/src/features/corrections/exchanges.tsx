import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ItemOf } from "../../api/paths.ts";
import { pages, readsOf, useRefresh } from "../../api/queries.ts";
import { send } from "../../api/requests.ts";
import { BusyButton } from "../../ui/busy-button.tsx";
import { AskText } from "../../ui/dialog.tsx";
import { formatMoment } from "../../ui/format.ts";
import { MoreButton } from "../../ui/more-button.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { ScanViewer } from "../../ui/scan-viewer.tsx";
import { useHasRole } from "../../ui/use-session.ts";

const EXCHANGES = "/api/entry/v1/exchanges";
const PATH = "/api/entry/v1/books/{bookId}/exchanges/{exchangeId}";

type Exchange = ItemOf<typeof EXCHANGES>;

const useDeciding = ({ bookId, id: exchangeId }: Exchange) => {
  const refresh = useRefresh();
  const path = { bookId, exchangeId };
  const onSettled = () =>
    refresh(
      readsOf(EXCHANGES),
      readsOf("/api/entry/v1/books"),
      readsOf("/api/entry/v1/books/{bookId}/scans"),
    );
  const approve = useMutation({ mutationFn: () => send("post", `${PATH}/approve`, { path }), onSettled });
  const decline = useMutation({
    mutationFn: (reason: string) => send("post", `${PATH}/decline`, { path, body: { reason } }),
    onSettled,
  });
  return { approve, decline };
};

const Decision = ({ exchange }: { readonly exchange: Exchange }) => {
  const { t } = useTranslation();
  const { approve, decline } = useDeciding(exchange);
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
        <AskText
          title={t("correction.decline")}
          label={t("common.reason")}
          confirm={t("correction.decline")}
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
const ExchangedScans = ({ exchange }: { readonly exchange: Exchange }) => {
  const { t } = useTranslation();
  const { bookId, id, replaces, status } = exchange;
  return (
    <div className="row">
      {status === "waiting" && replaces !== undefined && (
        <figure className="scan-box grow">
          <figcaption>{t("exchange.there")}</figcaption>
          <ScanViewer scan={{ id: replaces, state: "found" }} />
        </figure>
      )}
      <figure className="scan-box grow">
        <figcaption>{t("exchange.wanted")}</figcaption>
        <ScanViewer scan={{ id, askedOf: bookId, state: "found" }} />
      </figure>
    </div>
  );
};

const Request = ({ exchange, decides }: { readonly exchange: Exchange; readonly decides: boolean }) => {
  const { t } = useTranslation();
  const { recordType, bookNumber, number, what, office, before, why, reason, status } = exchange;
  const [looking, setLooking] = useState(false);
  return (
    <div className="card stack" data-exchange={status}>
      <div className="row">
        <strong className="grow">
          {t("batch.book", { type: t(`recordType.${recordType}`), number: bookNumber })}
          {number !== undefined && ` · ${t("review.record", { number })}`}
        </strong>
        <span className="muted small">
          {exchange.requestedByName} · {formatMoment(exchange.requestedAt)}
        </span>
      </div>
      <p>
        {what === "office" ? t("exchange.office", { before, office }) : t("exchange.scan")}
        {": "}
        {why === undefined ? reason : t(`exchange.why.${why}`)}
      </p>
      {exchange.decidedByName !== undefined && (
        <p className="small" data-decided>
          {t(status === "approved" ? "exchange.approved" : "exchange.declined", {
            name: exchange.decidedByName,
          })}
          {exchange.declineReason !== undefined && `: “${exchange.declineReason}”`}
        </p>
      )}
      <div className="row">
        {status === "waiting" && decides && !exchange.own && <Decision exchange={exchange} />}
        {status === "waiting" && exchange.own && <span className="muted">{t("exchange.own")}</span>}
        <span className="grow" />
        {what === "scan" && (
          <button type="button" aria-expanded={looking} onClick={() => setLooking(!looking)}>
            {t("exchange.look")}
          </button>
        )}
      </div>
      {looking && <ExchangedScans exchange={exchange} />}
    </div>
  );
};

/** What is asked to be exchanged of accepted books, newest first, and what became of it. */
export const Exchanges = () => {
  const { t } = useTranslation();
  const decides = useHasRole("acceptor");
  const asks = useHasRole("book-keeper");
  const list = useInfiniteQuery({
    ...pages(EXCHANGES, { query: { limit: 50 } }),
    enabled: decides || asks,
  });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (items.length === 0) return <ProblemNote error={list.error} />;
  return (
    <section className="stack" aria-labelledby="exchanges-title">
      <h2 id="exchanges-title">{t("exchange.title")}</h2>
      {items.map((exchange) => (
        <Request key={exchange.id} exchange={exchange} decides={decides} />
      ))}
      <MoreButton list={list} />
    </section>
  );
};
