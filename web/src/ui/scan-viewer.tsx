import { useQuery } from "@tanstack/react-query";
import { GlobalWorkerOptions, getDocument, type PDFDocumentProxy, PDFWorker } from "pdfjs-dist";
import workerAddress from "pdfjs-dist/build/pdf.worker.min.mjs?url";
import { memo, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { sessionFetch } from "../api/client.ts";
import { moveImage } from "./image-place.ts";
import { useRegionMap } from "./use-region-map.ts";
import { againWhenFailed, type ScanOf } from "./use-scan-of.ts";

GlobalWorkerOptions.workerSrc = workerAddress;
/** One reader for all documents: starting it takes longer than drawing a page. */
const reader = new PDFWorker();

/** How the page is looked at; kept from case to case. */
interface View {
  readonly zoom: number;
  readonly turn: number;
  readonly brightness: number;
  readonly contrast: number;
}

const STEP = 120;
const VIEW_KEY = "sogoc-view";
const plainView: View = { zoom: 1, turn: 0, brightness: 1, contrast: 1 };

const storedView = (): View => {
  try {
    return { ...plainView, ...JSON.parse(localStorage.getItem(VIEW_KEY) ?? "{}") };
  } catch {
    return plainView;
  }
};

const load = async (scanId: string): Promise<ArrayBuffer> =>
  (await sessionFetch(new Request(`/api/entry/v1/scans/${scanId}/content`))).arrayBuffer();

/** The query of a scan's bytes: used here and to fetch the next case's image ahead. */
export const scanQuery = (scanId: string) => ({
  queryKey: ["scan", scanId],
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

const Pages = ({ scanId, view }: { readonly scanId: string; readonly view: View }) => {
  const { t } = useTranslation();
  const frame = useRef<HTMLDivElement>(null);
  const bytes = useQuery({ ...scanQuery(scanId), refetchInterval: againWhenFailed });
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

interface Props {
  readonly scan: ScanOf;
  /** Where fields of this book are keyed beside the image, the image follows the field. */
  readonly bookId?: string | undefined;
}

/**
 * The page image with zoom, rotation, brightness and contrast; the view stays for the next case.
 */
export const ScanViewer = memo((props: Props) => {
  const { scan, bookId } = props;
  const { t } = useTranslation();
  const [view, setView] = useState(storedView);
  const change = (part: Partial<View>) => {
    const next = { ...view, ...part };
    localStorage.setItem(VIEW_KEY, JSON.stringify(next));
    setView(next);
  };
  const stage = useRef<HTMLDivElement>(null);
  const { teaching, teach, keepView, onPointerDown, onPointerUp } = useRegionMap(stage, bookId);
  const tools = [
    { label: t("desk.zoomIn"), sign: "+", act: () => change({ zoom: Math.min(4, view.zoom * 1.2) }) },
    { label: t("desk.zoomOut"), sign: "−", act: () => change({ zoom: Math.max(0.4, view.zoom / 1.2) }) },
    { label: t("desk.rotate"), sign: "⟳", act: () => change({ turn: (view.turn + 90) % 360 }) },
    {
      label: t("desk.brighter"),
      sign: "☀",
      act: () => change({ brightness: view.brightness >= 1.6 ? 0.8 : view.brightness + 0.2 }),
    },
    {
      label: t("desk.contrast"),
      sign: "◐",
      act: () => change({ contrast: view.contrast >= 2 ? 1 : view.contrast + 0.25 }),
    },
    { label: t("desk.place"), sign: "⇄", act: moveImage },
  ];
  const keys: Record<string, (() => void) | undefined> = {
    "=": tools[0]?.act,
    "+": tools[0]?.act,
    "-": tools[1]?.act,
    r: tools[2]?.act,
    b: tools[3]?.act,
    c: tools[4]?.act,
    p: moveImage,
    v: bookId === undefined ? undefined : keepView,
    ArrowUp: () => stage.current?.scrollBy({ top: -STEP }),
    ArrowDown: () => stage.current?.scrollBy({ top: STEP }),
    ArrowLeft: () => stage.current?.scrollBy({ left: -STEP }),
    ArrowRight: () => stage.current?.scrollBy({ left: STEP }),
  };
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      // With Caps Lock on, a letter comes as a capital.
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const act = event.altKey ? keys[key] : undefined;
      if (!act) return;
      event.preventDefault();
      act();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  });
  return (
    <section className="viewer" aria-label={t("desk.image")}>
      <div className="tools" role="toolbar" aria-label={t("desk.tools")}>
        {tools.map(({ label, sign, act }) => (
          <button key={label} type="button" title={label} aria-label={label} onClick={act}>
            {sign}
          </button>
        ))}
        {bookId !== undefined && (
          <button
            type="button"
            title={t("desk.regionHint")}
            aria-pressed={teaching !== undefined}
            onClick={teach}
          >
            {t("desk.region")}
          </button>
        )}
        <span role="status" className="small">
          {teaching !== undefined && t("desk.regionDrag", { group: teaching })}
        </span>
      </div>
      <div
        className="stage"
        ref={stage}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        data-teaching={teaching !== undefined}
        onPointerDown={onPointerDown}
        onPointerUp={onPointerUp}
      >
        {scan.id === undefined ? (
          <p className="empty" role="status" data-scan={scan.state}>
            {t(`desk.scan.${scan.state}`)}
            <br />
            {t(`desk.scan.${scan.state}Hint`)}
          </p>
        ) : (
          <Pages scanId={scan.id} view={view} />
        )}
      </div>
    </section>
  );
});
