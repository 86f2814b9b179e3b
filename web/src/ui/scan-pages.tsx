import { useQuery } from "@tanstack/react-query";
import { GlobalWorkerOptions, getDocument, type PDFDocumentProxy, PDFWorker } from "pdfjs-dist";
import workerAddress from "pdfjs-dist/build/pdf.worker.min.mjs?url";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { readsOf } from "../api/queries.ts";
import { addressOf } from "../api/requests.ts";
import { sessionFetch } from "../api/session-fetch.ts";
import { againWhenFailed } from "./use-scan-of.ts";
import type { View } from "./use-view.ts";

GlobalWorkerOptions.workerSrc = workerAddress;
/** One reader for all documents: starting it takes longer than drawing a page. */
const reader = new PDFWorker();

const CONTENT = "/api/entry/v1/scans/{scanId}/content";

const load = async (scanId: string): Promise<ArrayBuffer> => {
  const address = addressOf("get", CONTENT, { path: { scanId } });
  return (await sessionFetch(new Request(address))).arrayBuffer();
};

/** The query of a scan's bytes: used here and to fetch the next case's image ahead. */
export const scanQuery = (scanId: string) => ({
  queryKey: readsOf(CONTENT, { path: { scanId } }),
  queryFn: () => load(scanId),
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: 5 * 60_000,
});

const MOST_PAGES = 6;

/** Draws one page of the document to the width of its frame. */
const drawPage = async (file: PDFDocumentProxy, number: number, target: HTMLCanvasElement, view: View) => {
  const page = await file.getPage(number);
  const width = target.parentElement?.clientWidth ?? 600;
  const natural = page.getViewport({ scale: 1, rotation: view.turn });
  const scale = ((width - 16) / natural.width) * view.zoom;
  const sharp = window.devicePixelRatio || 1;
  const viewport = page.getViewport({ scale: scale * sharp, rotation: view.turn });
  target.width = viewport.width;
  target.height = viewport.height;
  target.style.width = `${viewport.width / sharp}px`;
  await page.render({ canvas: target, viewport }).promise;
};

const REQUESTED = "/api/entry/v1/books/{bookId}/exchanges/{exchangeId}/content";

/** The same of a scan that is asked for in the place of another one. */
const requestedQuery = (bookId: string, exchangeId: string) => {
  const path = { bookId, exchangeId };
  return {
    queryKey: readsOf(REQUESTED, { path }),
    queryFn: async () =>
      (await sessionFetch(new Request(addressOf("get", REQUESTED, { path })))).arrayBuffer(),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 5 * 60_000,
  };
};

interface Props {
  readonly scanId: string;
  /** The book of which it is asked for, where the id is that of a request. */
  readonly askedOf?: string | undefined;
  readonly view: View;
}

/** The pages of a scan, drawn as wide as their frame and as they are looked at. */
export const ScanPages = ({ scanId, askedOf, view }: Props) => {
  const { t } = useTranslation();
  const frame = useRef<HTMLDivElement>(null);
  const source = askedOf === undefined ? scanQuery(scanId) : requestedQuery(askedOf, scanId);
  const bytes = useQuery({ ...source, refetchInterval: againWhenFailed });
  const [file, setFile] = useState<PDFDocumentProxy>();
  const [shown, setShown] = useState("");
  useEffect(() => {
    if (!bytes.data) return;
    const opening = getDocument({ data: bytes.data.slice(0), worker: reader });
    opening.promise.then(setFile, () => setFile(undefined));
    return () => {
      setFile(undefined);
      void opening.destroy();
    };
  }, [bytes.data]);
  useEffect(() => {
    if (!file) return;
    let stopped = false;
    const draw = async () => {
      const targets = frame.current?.querySelectorAll("canvas") ?? [];
      for (const [index, target] of [...targets].entries()) {
        if (stopped) return;
        await drawPage(file, index + 1, target, view);
      }
      if (!stopped) setShown(scanId);
    };
    draw().catch(() => undefined);
    return () => {
      stopped = true;
    };
  }, [file, scanId, view]);
  useEffect(() => {
    const { brightness, contrast } = view;
    const plain = brightness === 1 && contrast === 1;
    for (const target of frame.current?.querySelectorAll("canvas") ?? []) {
      // A filter that changes nothing is still worked out for every frame.
      target.style.filter = plain ? "" : `brightness(${brightness}) contrast(${contrast})`;
    }
  });
  const count = Math.min(MOST_PAGES, file?.numPages ?? 1);
  return (
    <div ref={frame} data-shown={shown}>
      {bytes.isError && <p className="empty">{t("desk.noImage")}</p>}
      {Array.from({ length: count }, (_, index) => (
        <canvas
          key={index}
          role="img"
          aria-label={t("desk.page", { page: index + 1, pages: file?.numPages ?? 1 })}
        />
      ))}
    </div>
  );
};
