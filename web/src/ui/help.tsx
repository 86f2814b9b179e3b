import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";

// Read when somebody asks for it: the desk is the lighter for it.
const HelpDialog = lazy(async () => ({ default: (await import("./help-dialog.tsx")).HelpDialog }));

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement ||
  target instanceof HTMLTextAreaElement ||
  target instanceof HTMLSelectElement;

/** What this page is for and its keys, behind `?` and a button, where anybody can find them. */
export const Help = () => {
  const { t } = useTranslation();
  const [location] = useLocation();
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== "F1" && (event.key !== "?" || isTyping(event.target))) return;
      event.preventDefault();
      setOpen(true);
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
  return (
    <>
      <button type="button" data-kind="plain" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {t("help.title")} <kbd>?</kbd>
      </button>
      {open && (
        <Suspense>
          <HelpDialog path={location} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
};
