import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ApiProblem } from "./api/problem.ts";
import { beginSession, currentSession, onOtherPerson, onSession } from "./api/session.ts";
import { App } from "./app.tsx";
import { startI18n } from "./i18n/i18n.ts";
import { actOncePerStroke } from "./ui/held-keys.ts";
import { ServerAway } from "./ui/server-away.tsx";
import "./ui/styles.css";

/**
 * How often a server that is busy is asked again, a second or more apart, before its words are
 * shown.
 */
const PATIENCE = 10;

/**
 * What the server refuses stays refused; a lost connection is worth another try, and a server that
 * says «later» several.
 */
const isWorthAnotherTry = (count: number, error: Error): boolean => {
  const status = error instanceof ApiProblem ? error.problem.status : 0;
  return status === 503 ? count < PATIENCE : status === 0 && count < 2;
};

const queries = new QueryClient({
  defaultOptions: {
    // A person whose line is cut is told so; an action that waits unseen would happen later under
    // their hands.
    mutations: { networkMode: "always" },
    queries: {
      networkMode: "always",
      staleTime: 2_000,
      retry: isWorthAnotherTry,
    },
  },
});

actOncePerStroke(window);
await startI18n();
const container = document.getElementById("root");
const root = container ? createRoot(container) : undefined;
await beginSession((problem) => root?.render(<ServerAway problem={problem} />));

// Another person at the same computer finds nothing of what the one before was shown.
let owner = currentSession()?.account.id;
onSession((session) => {
  if (!session || session.account.id === owner) return;
  owner = session.account.id;
  queries.clear();
});
// Somebody else has signed in in another window: nothing typed here may go out under their name.
onOtherPerson(() => window.location.replace("/"));

root?.render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
