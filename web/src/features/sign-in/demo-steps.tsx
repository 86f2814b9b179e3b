import { useTranslation } from "react-i18next";
import { BusyButton } from "../../ui/busy-button.tsx";

interface Text {
  readonly vi: string;
  readonly en: string;
}

export interface Demo {
  readonly password: string;
  readonly steps: readonly {
    readonly title: Text;
    readonly what: Text;
    readonly path: string;
    readonly person: { readonly signInName: string; readonly displayName: string };
  }[];
}

/** What a server with invented data tells of itself; undefined from every other server. */
export const findDemo = async (): Promise<Demo | null> => {
  const answer = await fetch("/demo.json").catch(() => undefined);
  return answer?.status === 200 ? ((await answer.json()) as Demo) : null;
};

/**
 * The whole job in a few steps, each with the person who does it and a button that signs in as that
 * person.
 */
export const DemoSteps = (props: {
  readonly demo: Demo;
  readonly busy: boolean;
  readonly onEnter: (signInName: string, path: string) => void;
}) => {
  const { t, i18n } = useTranslation();
  const { demo, busy, onEnter } = props;
  const told = (text: Text) => (i18n.language === "en" ? text.en : text.vi);
  return (
    <section className="card stack" aria-labelledby="demo">
      <div>
        <h2 id="demo">{t("demo.title")}</h2>
        <p className="muted small">{t("demo.what")}</p>
      </div>
      <ol className="steps">
        {demo.steps.map(({ title, what, path, person }) => (
          <li key={told(title)}>
            <div className="grow">
              <strong>{told(title)}</strong>
              <p className="small">{told(what)}</p>
            </div>
            <BusyButton type="button" busy={busy} onClick={() => onEnter(person.signInName, path)}>
              {t("demo.enter", { name: person.displayName })}
            </BusyButton>
          </li>
        ))}
      </ol>
      <p className="muted small">{t("demo.back")}</p>
    </section>
  );
};
