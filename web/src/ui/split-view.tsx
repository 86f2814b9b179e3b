import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { useTranslation } from "react-i18next";

const KEY = "sogoc-split";
const usual = 52;
const kept = (): number => Number(localStorage.getItem(KEY)) || usual;
const within = (share: number): number => Math.round(Math.min(75, Math.max(25, share)));

/** The image at the left, the work at the right; the border is moved by mouse or arrows and stays where it was put. */
export const SplitView = (props: { readonly image: ReactNode; readonly children: ReactNode }) => {
  const { t } = useTranslation();
  const frame = useRef<HTMLDivElement>(null);
  const [share, setShare] = useState(kept);
  // Set by script on the element's own style: the content security policy forbids style attributes in markup only.
  useLayoutEffect(() => frame.current?.style.setProperty("--image-share", `${share}%`), [share]);
  const put = (next: number) => {
    localStorage.setItem(KEY, String(within(next)));
    setShare(within(next));
  };
  const drag = (event: PointerEvent) => {
    if (event.buttons !== 1 || !frame.current) return;
    const { left, width } = frame.current.getBoundingClientRect();
    put(((event.clientX - left) / width) * 100);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "ArrowLeft") put(share - 3);
    else if (event.key === "ArrowRight") put(share + 3);
    else return;
    event.preventDefault();
  };
  return (
    <div className="desk" ref={frame}>
      {props.image}
      {/* biome-ignore lint/a11y/useSemanticElements: a rule across a page cannot be moved */}
      <div
        className="split"
        role="separator"
        aria-orientation="vertical"
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
