import { useSyncExternalStore } from "react";

/** Where the image stands beside the form. */
const places = ["left", "right", "top", "bottom"] as const;
export type ImagePlace = (typeof places)[number];

const KEY = "sogoc-image-place";
const listeners = new Set<() => void>();
const currentPlace = (): ImagePlace => places.find((one) => one === localStorage.getItem(KEY)) ?? "left";

/** Moves the image to the next side; stays so on this computer. */
export const moveImage = (): void => {
  localStorage.setItem(KEY, places[(places.indexOf(currentPlace()) + 1) % places.length] ?? "left");
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

export const useImagePlace = (): ImagePlace => useSyncExternalStore(subscribe, currentPlace);
