const PLACES = "li, tr, form, section, article, .card, main";

/** The places of a page that something stands in, the nearest first. */
export const placesAround = (element: Element): readonly HTMLElement[] => {
  const around: HTMLElement[] = [];
  for (let place = element.parentElement; place; place = place.parentElement)
    if (place.matches(PLACES)) around.push(place);
  return around;
};

/**
 * The focus goes to the nearest place that is still there, so that the next Tab goes on from it and
 * not from the top of the page. Whatever has the focus meanwhile keeps it.
 */
export const focusNearest = (around: readonly HTMLElement[]): void => {
  const near = around.find(({ isConnected }) => isConnected);
  if (!near || document.activeElement !== document.body) return;
  near.tabIndex = -1;
  near.focus({ preventScroll: true });
};
