import { useQuery } from "@tanstack/react-query";
import { GlobalWorkerOptions, getDocument } from "pdfjs-dist";
import workerAddress from "pdfjs-dist/build/pdf.worker.min.mjs?url";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { sessionFetch } from "../api/client.ts";

GlobalWorkerOptions.workerSrc = workerAddress;

/** How the page is looked at; kept from case to case. */
interface View {
  readonly zoom: number;
  readonly turn: number;
  readonly brightness: number;
  readonly contrast: number;
}

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

const Page = ({ scanId, view }: { readonly scanId: string; readonly view: View }) => {
  const canvas = useRef<HTMLCanvasElement>(null);
  const bytes = useQuery(scanQuery(scanId));
  useEffect(() => {
    const target = canvas.current;
    if (!bytes.data || !target) return;
    let stopped = false;
    const opening = getDocument({ data: bytes.data.slice(0) });
    const draw = async () => {
      const page = await (await opening.promise).getPage(1);
      if (stopped) return;
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
    draw().catch(() => undefined);
    return () => {
      stopped = true;
      void opening.destroy();
    };
  }, [bytes.data, view.turn, view.zoom]);
  useEffect(() => {
    if (canvas.current)
      canvas.current.style.filter = `brightness(${view.brightness}) contrast(${view.contrast})`;
  });
  return <canvas ref={canvas} />;
};

/** The page image with zoom, rotation, brightness and contrast; the view stays for the next case. */
export const ScanViewer = ({ scanId }: { readonly scanId: string | undefined }) => {
  const { t } = useTranslation();
  const [view, setView] = useState(storedView);
  const change = (part: Partial<View>) => {
    const next = { ...view, ...part };
    localStorage.setItem(VIEW_KEY, JSON.stringify(next));
    setView(next);
  };
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
  ];
  return (
    <section className="viewer">
      <div className="tools">
        {tools.map(({ label, sign, act }) => (
          <button key={label} type="button" title={label} aria-label={label} onClick={act} tabIndex={-1}>
            {sign}
          </button>
        ))}
      </div>
      <div className="stage">
        {scanId === undefined ? (
          <p className="empty">
            {t("desk.noScan")}
            <br />
            {t("desk.noScanHint")}
          </p>
        ) : (
          <Page scanId={scanId} view={view} />
        )}
      </div>
    </section>
  );
};
