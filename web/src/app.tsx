import { type ComponentType, lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Redirect, Route, Switch } from "wouter";
import { Password } from "./features/password/password.tsx";
import { SignIn } from "./features/sign-in/sign-in.tsx";
import { destinationsOf, Shell } from "./ui/shell.tsx";
import { useSession } from "./ui/use-session.ts";

const page = (load: () => Promise<Record<string, unknown>>, name: string) =>
  lazy(async () => ({ default: (await load())[name] as ComponentType }));

const Queue = page(() => import("./features/queue/queue.tsx"), "Queue");
const Desk = page(() => import("./features/desk/desk.tsx"), "Desk");
const OwnWork = page(() => import("./features/own-work/own-work.tsx"), "OwnWork");
const Cases = page(() => import("./features/desk/cases.tsx"), "Cases");
const Correct = page(() => import("./features/desk/correct.tsx"), "Correct");
const Import = page(() => import("./features/import/import.tsx"), "Import");
const Export = page(() => import("./features/export/export.tsx"), "Export");
const Accounts = page(() => import("./features/accounts/accounts.tsx"), "Accounts");
const Books = page(() => import("./features/books/books.tsx"), "Books");
const Units = page(() => import("./features/units/units.tsx"), "Units");
const Work = page(() => import("./features/work/work.tsx"), "Work");
const Reviews = page(() => import("./features/checking/reviews.tsx"), "Reviews");
const Review = page(() => import("./features/checking/review.tsx"), "Review");
const Corrections = page(() => import("./features/corrections/corrections.tsx"), "Corrections");
const Dashboard = page(() => import("./features/dashboard/dashboard.tsx"), "Dashboard");
const BookPage = page(() => import("./features/dashboard/book-page.tsx"), "BookPage");
const Reconciliation = page(() => import("./features/reconciliation/reconciliation.tsx"), "Reconciliation");
const Search = page(() => import("./features/search/search.tsx"), "Search");
const History = page(() => import("./features/history/history.tsx"), "History");

const SecondDesk = page(() => import("./features/second-keying/second-desk.tsx"), "SecondDesk");
const Arbitrations = page(() => import("./features/second-keying/arbitrations.tsx"), "Arbitrations");
const Arbitration = page(() => import("./features/second-keying/arbitration.tsx"), "Arbitration");
const Disagreements = page(() => import("./features/second-keying/disagreements.tsx"), "Disagreements");
const Lots = page(() => import("./features/lots/lots.tsx"), "Lots");
const Lot = page(() => import("./features/lots/lot.tsx"), "Lot");
const Limits = page(() => import("./features/lots/limits.tsx"), "Limits");
const Handovers = page(() => import("./features/handover/handovers.tsx"), "Handovers");
const Handover = page(() => import("./features/handover/handover.tsx"), "Handover");

const Message = ({ text }: { readonly text: string }) => {
  const { t } = useTranslation();
  return <main className="page muted">{t(text)}</main>;
};

/** Each role lands on its own work. */
const Landing = () => {
  const session = useSession();
  const roles = (session?.account.grants ?? []).map(({ role }) => role);
  const [first] = destinationsOf(roles);
  return first ? <Redirect to={first.path} replace /> : <Message text="common.forbidden" />;
};

export const App = () => {
  const session = useSession();
  if (!session) return <SignIn />;
  if (session.account.mustChangePassword) return <Password first />;
  return (
    <Shell>
      <Suspense fallback={<Message text="common.loading" />}>
        <Switch>
          <Route path="/" component={Landing} />
          <Route path="/mat-khau">
            <Password />
          </Route>
          <Route path="/lo" component={Queue} />
          <Route path="/viec-cua-toi" component={OwnWork} />
          <Route path="/lo/:batchId" component={Desk} />
          <Route path="/lo/:batchId/truong-hop" component={Cases} />
          <Route path="/lo/:batchId/lan-hai" component={SecondDesk} />
          <Route path="/lo/:batchId/sua/:recordId">{({ recordId }) => <Correct key={recordId} />}</Route>
          <Route path="/so" component={Books} />
          <Route path="/so/:bookId/doi-soat">{({ bookId }) => <Reconciliation key={bookId} />}</Route>
          <Route path="/nhap-tep" component={Import} />
          <Route path="/xuat-tep" component={Export} />
          <Route path="/tai-khoan" component={Accounts} />
          <Route path="/don-vi" component={Units} />
          <Route path="/khoi-luong" component={Work} />
          <Route path="/kiem-tra" component={Reviews} />
          <Route path="/kiem-tra/:reviewId" component={Review} />
          <Route path="/phan-xu" component={Arbitrations} />
          <Route path="/phan-xu/:batchId" component={Arbitration} />
          <Route path="/nghiem-thu" component={Lots} />
          <Route path="/nghiem-thu/gioi-han" component={Limits} />
          <Route path="/nghiem-thu/:lotId" component={Lot} />
          <Route path="/hai-lan-nhap" component={Disagreements} />
          <Route path="/ban-giao" component={Handovers} />
          <Route path="/ban-giao/:bookId">{({ bookId }) => <Handover key={bookId} />}</Route>
          <Route path="/de-nghi" component={Corrections} />
          <Route path="/toan-canh" component={Dashboard} />
          <Route path="/toan-canh/so/:bookId">{({ bookId }) => <BookPage key={bookId} />}</Route>
          <Route path="/toan-canh/:unitId" component={Dashboard} />
          <Route path="/tra-cuu" component={Search} />
          <Route path="/tra-cuu/:recordId" component={History} />
          <Route>
            <Message text="common.notFound" />
          </Route>
        </Switch>
      </Suspense>
    </Shell>
  );
};
