import { memo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { moveImage } from "./image-place.ts";
import { ScanPages } from "./scan-pages.tsx";
import { type RegionMap, useRegionMap } from "./use-region-map.ts";
import { hintedWhyNoScan, type ScanOf, whyNoScan } from "./use-scan-of.ts";
import { useView } from "./use-view.ts";
import { useViewKeys } from "./use-view-keys.ts";

interface Props {
  readonly scan: ScanOf;
  /** Where fields of this book are keyed beside the image, the image follows the field. */
  readonly bookId?: string | undefined;
}

const Tools = (props: {
  readonly steps: Omit<ReturnType<typeof useView>, "view">;
  /** Undefined where no fields are keyed beside the image. */
  readonly regions: Pick<RegionMap, "teaching" | "teach"> | undefined;
}) => {
  const { t } = useTranslation();
  const { steps, regions } = props;
  const tools = [
    { label: t("desk.zoomIn"), sign: "+", act: steps.zoomIn },
    { label: t("desk.zoomOut"), sign: "−", act: steps.zoomOut },
    { label: t("desk.rotate"), sign: "⟳", act: steps.rotate },
    { label: t("desk.brighter"), sign: "☀", act: steps.brighten },
    { label: t("desk.contrast"), sign: "◐", act: steps.sharpen },
    { label: t("desk.place"), sign: "⇄", act: moveImage },
  ];
  return (
    <div className="tools" role="toolbar" aria-label={t("desk.tools")}>
      {tools.map(({ label, sign, act }) => (
        <button key={label} type="button" title={label} aria-label={label} onClick={act}>
          {sign}
        </button>
      ))}
      {regions && (
        <button
          type="button"
          title={t("desk.regionHint")}
          aria-pressed={regions.teaching !== undefined}
          onClick={regions.teach}
        >
          {t("desk.region")}
        </button>
      )}
      <span role="status" className="small">
        {regions?.teaching !== undefined && t("desk.regionDrag", { group: regions.teaching })}
      </span>
    </div>
  );
};

/** Why no image is there, and what to do about it; silent where no case is looked at. */
const NoScan = ({ state }: Pick<ScanOf, "state">) => {
  const { t } = useTranslation();
  const why = whyNoScan.find((one) => one === state);
  const hinted = hintedWhyNoScan.find((one) => one === state);
  return (
    <p className="empty" role="status" data-scan={state}>
      {why && t(`desk.scan.${why}`)}
      {hinted && (
        <>
          <br />
          {t(`desk.scan.${hinted}Hint`)}
        </>
      )}
    </p>
  );
};

/**
 * The page image with zoom, rotation, brightness and contrast; the view stays for the next case.
 */
export const ScanViewer = memo((props: Props) => {
  const { scan, bookId } = props;
  const { t } = useTranslation();
  const stage = useRef<HTMLDivElement>(null);
  const { view, ...steps } = useView();
  const regions = useRegionMap(stage, bookId);
  const { teaching, keepView, onPointerDown, onPointerUp } = regions;
  useViewKeys(stage, steps, bookId === undefined ? undefined : keepView);
  return (
    <section className="viewer" aria-label={t("desk.image")}>
      <Tools steps={steps} regions={bookId === undefined ? undefined : regions} />
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
          <NoScan state={scan.state} />
        ) : (
          <ScanPages scanId={scan.id} askedOf={scan.askedOf} view={view} />
        )}
      </div>
    </section>
  );
});
