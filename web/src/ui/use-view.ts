import { useState } from "react";

/** How the page is looked at; kept from case to case. */
export interface View {
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

/** The view, and the steps in which a person changes it. */
export const useView = () => {
  const [view, setView] = useState(storedView);
  const change = (part: Partial<View>) => {
    const next = { ...view, ...part };
    localStorage.setItem(VIEW_KEY, JSON.stringify(next));
    setView(next);
  };
  return {
    view,
    zoomIn: () => change({ zoom: Math.min(4, view.zoom * 1.2) }),
    zoomOut: () => change({ zoom: Math.max(0.4, view.zoom / 1.2) }),
    rotate: () => change({ turn: (view.turn + 90) % 360 }),
    brighten: () => change({ brightness: view.brightness >= 1.6 ? 0.8 : view.brightness + 0.2 }),
    sharpen: () => change({ contrast: view.contrast >= 2 ? 1 : view.contrast + 0.25 }),
  };
};
