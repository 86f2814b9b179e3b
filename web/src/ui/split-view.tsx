import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { useTranslation } from "react-i18next";
import { useImagePlace } from "./image-place.ts";

const KEY = "sogoc-split";
const USUAL_SHARE = 52;
const keptShare = (): number => Number(localStorage.getItem(KEY)) || USUAL_SHARE;
const boundedShare = (share: number): number => Math.round(Math.min(75, Math.max(25, share)));

/**
 * The image beside the work, at the side where the person wants it; the border is moved by mouse or
 * arrows and stays.
 */
export const SplitView = (props: { readonly image: ReactNode; readonly children: ReactNode }) => {
  const { t } = useTranslation();
  const frame = useRef<HTMLDivElement>(null);
  const [share, setShare] = useState(keptShare);
  const place = useImagePlace();
  const stacked = place === "top" || place === "bottom";
  const imageFirst = place === "left" || place === "top";
  // Set by script on the element's own style: the content security policy forbids style attributes
  // in markup only.
  useLayoutEffect(() => frame.current?.style.setProperty("--image-share", `${share}%`), [share]);
  const put = (next: number) => {
    localStorage.setItem(KEY, String(boundedShare(next)));
    setShare(boundedShare(next));
  };
  const drag = (event: PointerEvent) => {
    if (event.buttons !== 1 || !frame.current) return;
    const { left, width, top, height } = frame.current.getBoundingClientRect();
    const before = stacked ? (event.clientY - top) / height : (event.clientX - left) / width;
    put((imageFirst ? before : 1 - before) * 100);
  };
  const press = (event: KeyboardEvent) => {
    const [back, on] = stacked ? ["ArrowUp", "ArrowDown"] : ["ArrowLeft", "ArrowRight"];
    const step = imageFirst ? 3 : -3;
    if (event.key === back) put(share - step);
    else if (event.key === on) put(share + step);
    else return;
    event.preventDefault();
  };
  return (
    <div className="desk" data-place={place} ref={frame}>
      {props.image}
      {/* biome-ignore lint/a11y/useSemanticElements: a rule across a page cannot be moved */}
      <div
        className="split"
        role="separator"
        aria-orientation={stacked ? "horizontal" : "vertical"}
        aria-label={t("desk.split")}
        aria-valuenow={share}
        aria-valuemin={25}
        aria-valuemax={75}
        tabIndex={0}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
        onKeyDown={press}
      />
      {props.children}
    </div>
  );
};
