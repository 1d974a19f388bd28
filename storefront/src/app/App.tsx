import { Component, lazy, Suspense, type ReactNode } from 'react';
import { Route, Switch } from 'wouter';
import { ProgrammePage } from '../programme/ProgrammePage';
import { SessionProvider } from '../session/SessionProvider';
import { useText } from '../text/TextProvider';
import { addresses } from './addresses';
import { Layout } from './Layout';

const ComingSoonPage = lazy(() => import('../programme/ComingSoonPage'));
const MoviePage = lazy(() => import('../movie/MoviePage'));
const SeatsPage = lazy(() => import('../seats/SeatsPage'));
const CheckoutPage = lazy(() => import('../checkout/CheckoutPage'));
const LogInPage = lazy(() => import('../session/LogInPage'));
const RegisterPage = lazy(() => import('../session/RegisterPage'));
const AccountPages = lazy(() => import('../account/AccountPages'));
const StaffPages = lazy(() => import('../staff/StaffPages'));
const NotFoundPage = lazy(() => import('./NotFoundPage'));
const mailPages = () => import('../session/MailPages');
const ForgottenPasswordPage = lazy(() => mailPages().then((file) => ({ default: file.ForgottenPasswordPage })));
const ResetPasswordPage = lazy(() => mailPages().then((file) => ({ default: file.ResetPasswordPage })));
const VerifyEmailPage = lazy(() => mailPages().then((file) => ({ default: file.VerifyEmailPage })));

export function App(): ReactNode {
  const { t } = useText();
  return (
    <SessionProvider>
      <Layout>
        <Guard message={t('failure.wrong')} retry={t('failure.retry')}>
          <Suspense fallback={<div className="page waiting-page" />}>
            <Switch>
              <Route path={addresses.programme} component={ProgrammePage} />
              <Route path={addresses.comingSoon} component={ComingSoonPage} />
              <Route path={addresses.movie} component={MoviePage} />
              <Route path={addresses.seats} component={SeatsPage} />
              <Route path={addresses.checkout} component={CheckoutPage} />
              <Route path={addresses.logIn} component={LogInPage} />
              <Route path={addresses.register} component={RegisterPage} />
              <Route path={addresses.forgottenPassword} component={ForgottenPasswordPage} />
              <Route path={addresses.resetPassword} component={ResetPasswordPage} />
              <Route path={addresses.verifyEmail} component={VerifyEmailPage} />
              <Route path={`${addresses.account}/*?`} component={AccountPages} />
              <Route path="/staff/*?" component={StaffPages} />
              <Route component={NotFoundPage} />
            </Switch>
          </Suspense>
        </Guard>
      </Layout>
    </SessionProvider>
  );
}

/** Shows a sentence instead of a page that failed, such as one whose files were replaced meanwhile. */
class Guard extends Component<{ message: string; retry: string; children: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <div className="page">
        <div className="notice bad" role="alert">
          <p>{this.props.message}</p>
          <button
            type="button"
            className="button"
            onClick={() => {
              location.reload();
            }}
          >
            {this.props.retry}
          </button>
        </div>
      </div>
    );
  }
}
